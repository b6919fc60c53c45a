/** The places that a shortcut or an action can move the focus to, by the id of their element. */
export type Place =
  | 'search'
  | 'key-input'
  | 'value-input'
  | 'key-table'
  | 'detail-value'
  | 'peer-address'
  | 'peers-button';

export function focusOn(place: Place): void {
  const element = document.getElementById(place);
  if (!element) return;
  element.focus();
  if (element instanceof HTMLInputElement) element.select();
}

/** As `focusOn`, once React has drawn what was just asked for. */
export function focusSoon(place: Place): void {
  requestAnimationFrame(() => requestAnimationFrame(() => focusOn(place)));
}
