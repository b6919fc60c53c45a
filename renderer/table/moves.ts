/** Where a key moves the selection in a table of `total` rows, or `null` if it does not. */
export function moveTo(key: string, index: number | null, total: number, screen: number): number | null {
  if (total === 0) return null;
  const last = total - 1;
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: screen, PageUp: -screen };
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  const step = steps[key];
  if (step === undefined) return null;
  if (index === null) return step > 0 ? 0 : last;
  return Math.max(0, Math.min(last, index + step));
}

/** On a Mac's own keyboard the key of that name is a Backspace. */
export function isDelete(key: string, platform: string | undefined): boolean {
  return key === 'Delete' || (key === 'Backspace' && platform === 'darwin');
}
