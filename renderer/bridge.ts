import type { NodeApi } from '../preload/contract/api';
import type { Refused } from '../preload/contract/refusal';

export type { Answer, Outcome } from '../preload/contract/api';
export type {
  Backup,
  BackupsStatus,
  PutBack,
  Restored,
  RestorePreview,
} from '../preload/contract/backups';
export type { NodeEvent } from '../preload/contract/events';
export type { HistoryItem, KeyDetail, Page, PageQuery, Row, Writer } from '../preload/contract/keys';
export type { Imported, KeysCheck } from '../preload/contract/keys-file';
export type { CatchUp, PeerStatus } from '../preload/contract/peers';
export type { Refusal, RefusalCode, Refused } from '../preload/contract/refusal';
export type {
  Acknowledge,
  Invitation,
  Language,
  NearbyNode,
  Rule,
  Status,
  UpdateStatus,
} from '../preload/contract/status';

export type { KeysFileWork, Progress } from '../preload/contract/work';

declare global {
  interface Window {
    byr: NodeApi;
  }
}

/** The node behind this window. Nothing else in the renderer touches `window.byr`. */
export const node: NodeApi = window.byr;

/** Waits for an outcome or an answer; a failed call, which is a fault of this app, becomes the refusal 'unforeseen'. */
export async function ask<T>(call: Promise<T>): Promise<T | Refused> {
  try {
    return await call;
  } catch (error) {
    return { ok: false, refusal: { code: 'unforeseen', message: String(error) } };
  }
}
