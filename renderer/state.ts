import { create } from 'zustand';
import type { Backup, KeysCheck, Refusal, RefusalCode, RestorePreview, Status } from './bridge';
import type { Editable } from './editable';
import type { View } from './pages';

export type Panel = 'network' | 'invite' | 'backups' | 'shortcuts' | 'about';

/** The row selected by the keyboard. `key` is `null` until the row's page is there. */
export interface Selection {
  index: number;
  key: string | null;
}

/** A value being edited in its row, and that value's stamp. */
export interface InlineEdit {
  key: string;
  /** Where its row was when it became a field. */
  from: number;
  stamp: string;
  mode: Editable['mode'];
  text: string;
  original: string;
  error: RefusalCode | null;
}

/** What the user typed over a value, and that value's stamp. */
export interface Draft {
  text: string;
  stamp: string;
}

export type RestoreWork = 'preview' | 'restore' | 'put-back' | 'restore-as-new';

/** The restoring of a backup into this network or as a new one, and its progress. */
export interface Restoring {
  backup: Backup;
  asNew: boolean;
  step:
    | { at: 'asking' }
    | { at: 'working'; kind: RestoreWork }
    | { at: 'preview'; preview: RestorePreview }
    | { at: 'done'; text: string }
    | { at: 'refused'; refusal: Refusal; kind: RestoreWork };
}

/** The importing of a file of keys, and its progress. */
export interface Importing {
  /** Of the file. */
  name: string;
  step:
    | { at: 'working'; kind: 'check-keys' | 'import' }
    | { at: 'checked'; check: KeysCheck }
    | { at: 'done'; text: string }
    | { at: 'refused'; refusal: Refusal; kind: 'check-keys' | 'import' };
}

export interface Toast {
  id: number;
  /** When its time began, by `performance.now()`: the wall clock may be set right meanwhile. */
  at: number;
  text: string;
  bad: boolean;
  action: { label: string; run: () => void } | null;
}

export interface AppState {
  status: Status | null;
  view: View;
  /** What the search field holds; `view.search` follows it a moment later. */
  search: string;
  selected: Selection | null;
  detailOpen: boolean;
  editing: InlineEdit | null;
  /** Kept by key, so that looking at another key loses nothing. A Map, because '__proto__' is a key like any other. */
  drafts: ReadonlyMap<string, Draft>;
  drawerOpen: boolean;
  panel: Panel | null;
  restoring: Restoring | null;
  importing: Importing | null;
  /** The open dialogs, the topmost last. */
  dialogs: readonly HTMLDialogElement[];
  toasts: readonly Toast[];
  /** Read out by screen readers, each from a place of its own, which the fifth takes over. */
  announcements: readonly ({ id: number; at: number; text: string } | null)[];
  /** Counts the refreshes after changes of the database. */
  dataVersion: number;
  /** Counts the arrivals of new events. */
  eventsVersion: number;
  /** Counts finished pieces of work with backups: each may have found something out. */
  backupsVersion: number;
}

export const useApp = create<AppState>(() => ({
  status: null,
  view: { search: '', show: 'all', sort: 'key', descending: false },
  search: '',
  selected: null,
  detailOpen: false,
  editing: null,
  drafts: new Map(),
  drawerOpen: false,
  panel: null,
  restoring: null,
  importing: null,
  dialogs: [],
  toasts: [],
  announcements: [null, null, null, null],
  dataVersion: 0,
  eventsVersion: 0,
  backupsVersion: 0,
}));

export const getApp = useApp.getState;
export const setApp = useApp.setState;

export function setDraft(key: string, draft: Draft | null): void {
  const drafts = new Map(getApp().drafts);
  if (draft) drafts.set(key, draft);
  else drafts.delete(key);
  setApp({ drafts });
}
