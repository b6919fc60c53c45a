import type { NodeApi, Outcome } from '../preload/api';

export type {
  HistoryItem,
  KeyDetail,
  Language,
  NodeEvent,
  Outcome,
  Page,
  PageQuery,
  PeerStatus,
  Refusal,
  RefusalCode,
  Row,
  Rule,
  Status,
  Writer,
} from '../preload/api';

declare global {
  interface Window {
    byr: NodeApi;
  }
}

/** The node behind this window. Nothing else in the renderer touches `window.byr`. */
export const node: NodeApi = window.byr;

/** Waits for an outcome; a call that fails on its way (the node is closing) becomes the refusal 'closed'. */
export async function ask(call: Promise<Outcome>): Promise<Outcome> {
  try {
    return await call;
  } catch (error) {
    return { ok: false, refusal: { code: 'closed', message: String(error) } };
  }
}
