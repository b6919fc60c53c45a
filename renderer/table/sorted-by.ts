import type { View } from '../pages';

/** A second click turns the order round. Times begin with the newest, which is what one looks for. */
export function sortedBy(by: View['sort'], view: View): View {
  if (view.sort === by) return { ...view, descending: !view.descending };
  return { ...view, sort: by, descending: by === 'time' };
}
