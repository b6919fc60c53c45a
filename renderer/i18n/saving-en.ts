/** When what is set counts as saved, and what is wrong with the disk. */
export const savingEn = {
  heading: 'A value counts as saved',
  synced: 'once the disk has it',
  syncedMeans: 'Nothing that was saved is ever lost.',
  early: 'at once',
  earlyMeans: 'Faster, but a crash or a power cut may take the last second of what was set here.',
  failing: 'The disk takes no writes now',
  unsaved: (entries: string) => `It lacks ${entries} that only this window’s memory holds.`,
  meanwhile: 'Nothing can be set here until it works again. The node keeps trying; check that the disk has space.',
  damaged: 'The database of this node was damaged',
  setAside: (folder: string) => `It was set aside as ${folder}.`,
  nothingLeft: 'Nothing of it is left.',
  fromBackup: (entries: string, time: string) => `The node started from its backup of ${time}, with ${entries}.`,
  noBackup: 'There was no good backup.',
  unreadBackups: (folder: string) =>
    `The folder of its backups could not be looked into: ${folder}. Once it is there again, restore the newest of them.`,
  salvaged: (entries: string) => `Recovered from the damaged database: ${entries}.`,
  fromPeers: 'What is still missing comes from peers.',
};
