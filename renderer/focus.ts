/** The places to which a shortcut or an action can move the focus, by element id. */
export type Place =
  | 'search'
  | 'key-input'
  | 'value-input'
  | 'key-table'
  | 'detail-value'
  | 'peer-address'
  | 'peers-button'
  | 'back-up'
  | 'network-key'
  | 'make-open'
  | 'stay-private';

export function focusOn(place: Place): void {
  const element = document.getElementById(place);
  if (!element) return;
  element.focus();
  // Typing then replaces the text, as in a row's field, and the start of a long value stays in sight.
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) element.select();
}

/** About a second: what has not appeared by then, such as the field of a long value, will not appear soon. */
const PATIENCE_FRAMES = 60;
let newest = 0;

/**
 * As `focusOn`, once React has drawn what was just asked for and the node has answered. The last call counts. Who has
 * gone elsewhere meanwhile stays there: what they type is for where they went.
 */
export function focusSoon(place: Place): void {
  const turn = ++newest;
  const from = document.activeElement;
  const look = (left: number): void => {
    const at = document.activeElement;
    if (turn !== newest || (at !== from && at !== document.body)) return;
    if (document.getElementById(place) || left === 0) focusOn(place);
    else requestAnimationFrame(() => look(left - 1));
  };
  requestAnimationFrame(() => requestAnimationFrame(() => look(PATIENCE_FRAMES)));
}
