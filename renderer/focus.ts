/** The places that a shortcut or an action can move the focus to, by the id of their element. */
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
  // Typing then takes the place of what stands there, as in a row's field, and of a long value the start stays in sight.
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) element.select();
}

/** About a second: what is not there by then, such as the field of a long value, will not be soon. */
const PATIENCE_FRAMES = 60;
let newest = 0;

/** As `focusOn`, once React has drawn what was just asked for and the node has told what it holds. The last call counts. */
export function focusSoon(place: Place): void {
  const turn = ++newest;
  const look = (left: number): void => {
    if (turn !== newest) return;
    if (document.getElementById(place) || left === 0) focusOn(place);
    else requestAnimationFrame(() => look(left - 1));
  };
  requestAnimationFrame(() => requestAnimationFrame(() => look(PATIENCE_FRAMES)));
}
