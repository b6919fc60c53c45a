import type { View } from '../pages';

/** A second click reverses the order. Times begin with the newest, which users look for. */
export function sortedBy(by: View['sort'], view: View): View {
  if (view.sort === by) return { ...view, descending: !view.descending };
  return { ...view, sort: by, descending: by === 'time' };
}
