import type { Outcome } from '../bridge';
import { textNow } from '../i18n';
import { getApp, setApp, type Toast } from '../state';

let lastId = 0;
/** Long enough for a screen reader to take it, as React Aria found. */
const ANNOUNCED_MS = 7000;
let taken: ReturnType<typeof setTimeout> | undefined;

/**
 * Makes a screen reader say something; a repeated sentence is said again. It does not stay: who reads the page later, or
 * opens a dialog, which takes it along, would hear as present what has changed since.
 */
export function announce(text: string): void {
  const same = getApp().announcement === text;
  setApp({ announcement: same ? `${text}\u00a0` : text });
  clearTimeout(taken);
  taken = setTimeout(() => setApp({ announcement: '' }), ANNOUNCED_MS);
}

export function toast(text: string, options: { bad?: boolean; action?: Toast['action'] } = {}): void {
  const id = ++lastId;
  const item: Toast = { id, at: Date.now(), text, bad: options.bad ?? false, action: options.action ?? null };
  // Three fit into the smallest window.
  setApp({ toasts: [...getApp().toasts.slice(-2), item] });
}

/** The user has left it: its time begins anew. */
export function restart(id: number): void {
  const at = Date.now();
  setApp({ toasts: getApp().toasts.map((item) => (item.id === id ? { ...item, at } : item)) });
}

export function dismiss(id: number): void {
  setApp({ toasts: getApp().toasts.filter((item) => item.id !== id) });
}

/** Reports an outcome: `done` to screen readers, a refusal to everybody. Returns whether it went well. */
export function tell(outcome: Outcome, done: string | null = null): boolean {
  if (outcome.ok) {
    if (done) announce(done);
    return true;
  }
  toast(textNow().refusals[outcome.refusal.code], { bad: true });
  return false;
}
