import { clipboard } from 'electron';
import type { Status } from '../../preload/api';
import { parseAddress } from '../net/address';
import type { Node } from '../node';
import { checkKey, jsonValue, textValue } from '../store/text';
import type { BackupDesk } from './backup-desk';
import { backupHandlers } from './backup-handlers';
import type { Handlers } from './ipc';
import type { LanguageSetting } from './language';
import { outcome } from './outcome';
import { toDetail, toRow } from './present';
import { rowsOf } from './rows';

/** Hex digits of a fingerprint that the window shows: enough for two people to compare. */
const SHOWN_DIGITS = 8;

export interface AppActions {
  openNewNode(): Promise<void>;
}

/** What the window may ask, answered by its node. */
export function createHandlers(node: Node, language: LanguageSetting, desk: BackupDesk, actions: AppActions): Handlers {
  return {
    ...backupHandlers(node.backups, desk),
    status: async () => toStatus(node, language, desk),
    page: async ({ offset, limit, ...query }) => {
      const rows = rowsOf(node, query);
      return { total: rows.length, offset, rows: rows.slice(offset, offset + limit).map((row) => toRow(node, row)) };
    },
    entry: async (key, whole) => toDetail(node, checkKey(key), whole),
    events: async (limit) => node.events.recent(limit),
    put: (key, value) =>
      outcome(() => node.put(checkKey(key), 'text' in value ? textValue(value.text) : jsonValue(value.json))),
    remove: (key) => outcome(() => node.put(checkKey(key), null)),
    putBack: (key, stamp) => outcome(() => node.putBack(checkKey(key), stamp)),
    checkAddress: (address) => outcome(() => void parseAddress(address)),
    addPeer: (address) => outcome(() => node.addPeer(address)),
    removePeer: (id) => outcome(() => node.removePeer(id)),
    retryPeer: (id) => outcome(() => node.retryPeer(id)),
    rename: (name) => outcome(() => node.rename(name)),
    setAcknowledge: (acknowledge) => outcome(() => node.setAcknowledge(acknowledge)),
    dismissRescue: () => outcome(() => node.dismissRescue()),
    setLanguage: (chosen) => outcome(() => language.choose(chosen)),
    newNode: () => outcome(() => actions.openNewNode()),
    copy: (text) => outcome(() => clipboard.writeText(text)),
  };
}

export function toStatus(node: Node, language: LanguageSetting, { work }: BackupDesk): Status {
  const { fingerprint, peers, backups, ...status } = node.status();
  const problem = node.listenProblem;
  return {
    ...status,
    fingerprint: fingerprint.slice(0, SHOWN_DIGITS),
    peers: peers.map((peer) => ({ ...peer, fingerprint: peer.fingerprint?.slice(0, SHOWN_DIGITS) ?? null })),
    listenProblem: problem === null ? null : { port: problem.port, code: problem.code, message: problem.message },
    backups: { ...backups, work },
    language: language.chosen,
    systemLanguage: language.system,
    platform: process.platform,
  };
}
