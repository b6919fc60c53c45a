/** From this width on the peers stand beside the rest, as in `narrow.css`. */
const wide = matchMedia('(min-width: 900px)');

/** Whether the window is wide now: who asks at a key need not wait for the next frame, which tells of a change. */
export function isWide(): boolean {
  return wide.matches;
}

/** Calls back when the window becomes wide; returns the function that stops it. */
export function onWide(run: () => void): () => void {
  wide.addEventListener('change', run);
  return () => wide.removeEventListener('change', run);
}
