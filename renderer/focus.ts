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
  | 'stay-private'
  | 'node-name';

/** @param isTyping whether what is there is being typed: it goes on at its end */
export function focusOn(place: Place, isTyping = false): void {
  const element = document.getElementById(place);
  if (!element) return;
  element.focus();
  if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)) return;
  if (isTyping) element.setSelectionRange(element.value.length, element.value.length);
  // Typing then replaces the text, as in a row's field, and the start of a long value stays in sight.
  else element.select();
}

/** About a second: what has not appeared by then, such as the field of a long value, will not appear soon. */
const PATIENCE_FRAMES = 60;
let newest = 0;

/**
 * As `focusOn`, once React has drawn what was just asked for and the node has answered. The last call counts. Who has
 * gone elsewhere meanwhile stays there: what they type is for where they went.
 * @param from where the focus was when the user asked; to be given if an answer was waited for since
 */
export function focusSoon(place: Place, from: Element | null = document.activeElement, isTyping = false): void {
  const turn = ++newest;
  const look = (left: number): void => {
    const at = document.activeElement;
    if (turn !== newest || (at !== from && at !== document.body)) return;
    if (document.getElementById(place) || left === 0) focusOn(place, isTyping);
    else requestAnimationFrame(() => look(left - 1));
  };
  requestAnimationFrame(() => requestAnimationFrame(() => look(PATIENCE_FRAMES)));
}
