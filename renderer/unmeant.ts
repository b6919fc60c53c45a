/** Keeps from the page what its user meant for something else. Call once. */
export function dropUnmeant(): void {
  document.addEventListener('keydown', dropKey, true);
  document.addEventListener('click', dropClick, true);
}

function dropKey(event: KeyboardEvent): void {
  // It is for the input method: its Escape ends a composition, its arrows choose a word.
  if (event.isComposing) event.stopImmediatePropagation();
  // Enter that is held presses a button once: the one that then has the focus may be another, which nobody has read yet.
  if (event.repeat && event.key === 'Enter' && event.target instanceof HTMLButtonElement) event.preventDefault();
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
