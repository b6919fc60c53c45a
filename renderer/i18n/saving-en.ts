/** When what is set counts as saved, and what is wrong with the disk. */
export const savingEn = {
  heading: 'A value counts as saved',
  synced: 'once the disk has it',
  syncedMeans: 'Nothing that was saved is ever lost.',
  early: 'at once',
  earlyMeans: 'Faster, but a crash or a power cut may take the last second of what was set here.',
  failing: 'The disk takes nothing now',
  unsaved: (entries: string) => `It lacks ${entries} that only this window’s memory holds.`,
  meanwhile: 'Nothing can be set here until it works again. It is tried again and again; see that it has space.',
};
