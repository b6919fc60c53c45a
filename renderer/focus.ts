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
  | 'node-name'
  | 'update-address';

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
    if (turn !== newest || (at !== from && at !== document.body && at !== around)) return;
    if (document.getElementById(place) || left === 0) focusOn(place, isTyping);
    else requestAnimationFrame(() => look(left - 1));
  };
  requestAnimationFrame(() => requestAnimationFrame(() => look(PATIENCE_FRAMES)));
}

/** Named parts of the page, where a key that was meant for what has gone does nothing. */
const PARTS = 'li, section, aside, header, main, dialog';
/** What goes because its user left it goes before the focus is where they want it. */
const SOON_MS = 100;
/** What has the focus, and what that is in. Empty for who has it nowhere. */
let path: Element[] = [];
/** The part that has the focus of something in it. */
let around: Element | null = null;

/**
 * Gives the focus to the part of the page around what had it, where news or a smaller window removed, hid or disabled
 * that. Call once.
 */
export function keepFocus(): void {
  document.addEventListener('focusin', (event) => {
    path = event.composedPath().filter((part) => part instanceof Element);
  });
  document.addEventListener('focusout', ({ target }) => queueMicrotask(() => leave(target as Element)));
  const watch = new MutationObserver(() => isLost() && setTimeout(catchFocus, SOON_MS));
  watch.observe(document.body, { childList: true, subtree: true });
}

function leave(left: Element): void {
  const at = document.activeElement;
  // A window that is left keeps its focus.
  if (at === left) return;
  if (left === around) {
    left.removeAttribute('tabindex');
    around = null;
  }
  if (at !== document.body) return;
  // Who has clicked beside everything wants the focus nowhere.
  if (canHaveFocus(left)) path = [];
  else setTimeout(catchFocus, SOON_MS);
}

function canHaveFocus(element: Element): boolean {
  return element.checkVisibility() && !element.matches(':disabled');
}

function isLost(): boolean {
  const [place] = path;
  return (
    document.activeElement === document.body && place !== undefined && !canHaveFocus(place) && !path.some(isClosing)
  );
}

/** A dialog that has yet to leave the page gives the focus back when it does. */
function isClosing(element: Element): boolean {
  return element instanceof HTMLDialogElement && element.isConnected && !element.open;
}

function catchFocus(): void {
  if (!isLost()) return;
  const inside = path.find((element) => element.checkVisibility() && element.matches(PARTS));
  const part = inside ?? document.querySelector('main');
  if (!(part instanceof HTMLElement)) return;
  around = part;
  part.tabIndex = -1;
  part.focus({ preventScroll: true });
}

const FOCUSABLE = 'button, input, select, textarea, [tabindex="0"]';

/**
 * Call before something takes the focus for a while, and what this returns when that ends: if the place where the focus
 * was is gone by then, such as an item of a menu, it gives the focus to what is nearest to that place.
 */
export function markPlace(): () => void {
  const [place, ...outer] = selfAndAncestors(document.activeElement);
  return () => {
    // Who had the focus nowhere has lost nothing.
    if (place === document.body) path = [];
    if (place === undefined || place.isConnected) return;
    const left = outer.filter((element) => element.isConnected);
    const found = left.map(focusableIn).find((element) => element !== null);
    found?.focus();
  };
}

function selfAndAncestors(element: Element | null): Element[] {
  return element === null ? [] : [element, ...selfAndAncestors(element.parentElement)];
}

function focusableIn(element: Element): HTMLElement | null {
  return element.matches(FOCUSABLE) ? (element as HTMLElement) : element.querySelector<HTMLElement>(FOCUSABLE);
}
