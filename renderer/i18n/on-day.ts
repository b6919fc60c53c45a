/** ‘le 26 nov.’, ‘hier’, ‘il y a 3 h’: French puts an article before a date, not before what counts from now. */
export function onDay(when: string): string {
  return /^\d/.test(when) ? `le ${when}` : when;
}
