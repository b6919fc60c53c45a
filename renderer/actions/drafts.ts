import type { KeyDetail } from '../bridge';
import { getApp, setDraft } from '../state';

/** A text was saved: a draft of it is done, any other is one over what was saved. */
export function settleDraft(key: string, text: string, saved: KeyDetail | null | undefined): void {
  const draft = getApp().drafts.get(key);
  const stamp = ownStamp(saved);
  if (draft?.text === text) setDraft(key, null);
  else if (draft && stamp !== undefined) setDraft(key, { ...draft, stamp });
}

/** The stamp of what this node's user saved; `undefined` if somebody else has changed it since. */
export function ownStamp(saved: KeyDetail | null | undefined): string | undefined {
  return saved?.history[0]?.by.self ? saved.stamp : undefined;
}
