import { useEffect } from 'react';
import { closeDetail, undoRemoval } from './actions/keys';
import { closeDrawer } from './actions/peers';
import { focusOn } from './focus';
import { getApp, setApp } from './state';
import { isWide } from './wide';

/** The shortcuts that hold everywhere in the window. Ctrl/Cmd+N belongs to the application menu. */
export function useShortcuts(): void {
  useEffect(() => {
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

function onKeyDown(event: KeyboardEvent): void {
  const { dialogs, status } = getApp();
  if (dialogs.length > 0 || event.defaultPrevented) return;
  const command = status?.platform === 'darwin' ? event.metaKey : event.ctrlKey;
  if (command && !event.altKey && !event.shiftKey ? onCommandKey(event) : onPlainKey(event)) event.preventDefault();
}

function onCommandKey(event: KeyboardEvent): boolean {
  const key = letterOf(event);
  if (key === 'f') focusOn('search');
  else if (key === 'k') focusOn('key-input');
  else if (key === 'i') setApp({ panel: 'invite' });
  else if (key === 'b') setApp({ panel: 'backups' });
  // Outside a text field, Chromium would undo the last typing in one.
  else if (key === 'z' && !isTyping(event.target)) void undoRemoval();
  else return false;
  return true;
}

/** Caps Lock makes a capital of it. Where a key types no Latin letter, it is the one that an English keyboard has there. */
function letterOf({ key, code }: KeyboardEvent): string {
  return (/^[ -~]/.test(key) ? key : code.replace('Key', '')).toLowerCase();
}

function onPlainKey(event: KeyboardEvent): boolean {
  const { detailOpen, drawerOpen } = getApp();
  if (event.key === '?' && !isTyping(event.target)) setApp({ panel: 'shortcuts' });
  else if (event.key === 'Escape' && drawerOpen && !isWide()) closeDrawer();
  else if (event.key === 'Escape' && detailOpen) closeDetail();
  else return false;
  return true;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}
