import type { Outcome } from '../bridge';
import { textNow } from '../i18n';
import { getApp, setApp, type Toast } from '../state';

let lastId = 0;
/** Long enough for a screen reader to take it, as React Aria found. */
const ANNOUNCED_MS = 7000;
/** The place of the next sentence among those that are read out. */
let place = 0;

/**
 * Makes a screen reader say something, after what it was told a moment ago. It does not stay: who reads the page later, or
 * opens a dialog, which takes it along, would hear as present what has changed since.
 */
export function announce(text: string): void {
  const at = place;
  const said = { id: ++lastId, at: performance.now(), text };
  place = (place + 1) % getApp().announcements.length;
  setApp({ announcements: getApp().announcements.with(at, said) });
  setTimeout(() => {
    const { announcements } = getApp();
    if (announcements[at] === said) setApp({ announcements: announcements.with(at, null) });
  }, ANNOUNCED_MS);
}

/** Shows a message for a while, and has it read out with what it offers to do. */
export function toast(text: string, options: { bad?: boolean; action?: Toast['action'] } = {}): void {
  const id = ++lastId;
  const item: Toast = { id, at: performance.now(), text, bad: options.bad ?? false, action: options.action ?? null };
  // Three fit into the smallest window.
  setApp({ toasts: [...getApp().toasts.slice(-2), item] });
  announce(item.action ? `${text} ${item.action.label}` : text);
}

/** The user has left it: its time begins anew. */
export function restart(id: number): void {
  const at = performance.now();
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
