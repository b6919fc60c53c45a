/** Keeps from the page what its user meant for something else. Call once. */
export function dropUnmeant(): void {
  document.addEventListener('keydown', dropKey, true);
  document.addEventListener('click', dropClick, true);
}

/** Where the key that is held was pressed. */
let pressedAt: EventTarget | null = null;

function dropKey(event: KeyboardEvent): void {
  const { key, target, repeat } = event;
  // It is for the input method: its Escape ends a composition, its arrows choose a word.
  if (event.isComposing) event.stopImmediatePropagation();
  if (!repeat) pressedAt = target;
  // Enter that is held presses a button once, and is not for a place that the focus has moved to meanwhile.
  else if (key === 'Enter' && (target !== pressedAt || target instanceof HTMLButtonElement)) {
    event.stopImmediatePropagation();
    event.preventDefault();
  }
}

let clicked: Element | null = null;

/** The second click of a double click does nothing to a button that came under the pointer after the first. */
function dropClick(event: MouseEvent): void {
  const button = event.target instanceof Element ? event.target.closest('button') : null;
  if (event.detail > 1 && button !== null && button !== clicked) {
    event.stopImmediatePropagation();
    event.preventDefault();
  }
  if (event.detail === 1) clicked = button;
}
