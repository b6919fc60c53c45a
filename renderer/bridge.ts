import type { NodeApi, Refused } from '../preload/api';

export type {
  Acknowledge,
  Answer,
  Backup,
  BackupsStatus,
  BackupWork,
  CatchUp,
  HistoryItem,
  Invitation,
  KeyDetail,
  Language,
  NearbyNode,
  NodeEvent,
  Outcome,
  Page,
  PageQuery,
  PeerStatus,
  Progress,
  PutBack,
  Refusal,
  RefusalCode,
  Refused,
  Restored,
  RestorePreview,
  Row,
  Rule,
  Status,
  UpdateStatus,
  Writer,
} from '../preload/api';

declare global {
  interface Window {
    byr: NodeApi;
  }
}

/** The node behind this window. Nothing else in the renderer touches `window.byr`. */
export const node: NodeApi = window.byr;

/** Waits for an outcome or an answer; a failed call (the node is closing) becomes the refusal 'closed'. */
export async function ask<T>(call: Promise<T>): Promise<T | Refused> {
  try {
    return await call;
  } catch (error) {
    return { ok: false, refusal: { code: 'closed', message: String(error) } };
  }
}
