import { clipboard } from 'electron';
import type { Invitation, Status } from '../../preload/contract/status';
import { parseAddress } from '../net/address';
import { isInvitation, parseInvitation } from '../net/invitation';
import type { Node } from '../node/node';
import { checkKey, jsonValue, textValue } from '../store/text';
import type { BackupDesk } from './backup-desk';
import { backupHandlers } from './backup-handlers';
import { type InvitationDesk, toShown } from './invitation-desk';
import type { Handlers } from './ipc';
import type { KeysFileDesk } from './keys-file-desk';
import type { LanguageSetting } from './language';
import type { LongWork } from './long-work';
import { networkHandlers } from './network-handlers';
import { answer, outcome } from './outcome';
import { toDetail } from './present';
import { Rows } from './rows';
import type { UpdateDesk } from './update-desk';

/** Hex digits of a fingerprint that the window shows: enough for two people to compare. */
const SHOWN_DIGITS = 8;

export interface AppActions {
  openNewNode(): Promise<void>;
  /** The window shows deleted keys, which leave the table without a change in the database. */
  showsDeleted(): void;
}

/** What a window's handlers use. */
export interface Desks {
  readonly node: Node;
  readonly language: LanguageSetting;
  readonly work: LongWork;
  readonly backups: BackupDesk;
  readonly keysFile: KeysFileDesk;
  readonly invitations: InvitationDesk;
  readonly updates: UpdateDesk;
}

/** The window's calls, answered by its node. */
export function createHandlers(desks: Desks, actions: AppActions): Handlers {
  const { node, language, work, keysFile, invitations, updates } = desks;
  const rows = new Rows(node, actions.showsDeleted);
  return {
    ...backupHandlers(node.backups, desks.backups),
    status: async () => toStatus(desks),
    page: (query) => rows.page(query),
    entry: async (key, whole) => toDetail(node, checkKey(key), whole),
    events: async (limit) => node.events.recent(limit),
    put: (key, value) =>
      outcome(() => node.put(checkKey(key), 'text' in value ? textValue(value.text) : jsonValue(value.json))),
    remove: (key) => outcome(() => node.put(checkKey(key), null)),
    putBack: (key, stamp) => outcome(() => node.putBack(checkKey(key), stamp)),
    restamp: () => answer(() => node.restamp()),
    checkPeer: (peer) => answer(async () => readPeer(peer, node)),
    addPeer: (peer) => answer(async () => (isInvitation(peer) ? invitations.join(peer) : link(node, peer))),
    invite: (first) => answer(async () => node.peers.invite(first)),
    acceptInvitation: (question) => outcome(() => invitations.accept(question)),
    acceptInNewNode: (question) => outcome(() => invitations.acceptInNewNode(question)),
    declineInvitation: (question) => outcome(() => invitations.decline(question)),
    removePeer: (id) => outcome(() => node.peers.remove(id)),
    retryPeer: (id) => outcome(() => node.peers.retry(id)),
    setPaused: (id, paused) => outcome(() => node.peers.setPaused(id, paused)),
    keepPeer: (id) => outcome(() => node.peers.keep(id)),
    forgetPeers: (ids) => outcome(() => node.peers.forget(ids)),
    recallPeers: (ids) => outcome(() => node.peers.recall(ids)),
    rename: (name) => outcome(() => node.rename(name)),
    setAcknowledge: (acknowledge) => outcome(() => node.setAcknowledge(acknowledge)),
    setNearby: (on) => outcome(() => node.setNearby(on)),
    ...networkHandlers(node.privacy),
    dismissRescue: () => outcome(() => node.dismissRescue()),
    setLanguage: (chosen) => outcome(() => language.choose(chosen)),
    checkForUpdate: (address) => outcome(() => updates.check(address)),
    downloadUpdate: () => outcome(() => updates.download()),
    installUpdate: () => outcome(() => updates.install()),
    newNode: () => outcome(() => actions.openNewNode()),
    cancelWork: () => outcome(() => work.cancel()),
    exportKeys: () => answer(() => keysFile.export()),
    chooseKeys: () => answer(() => keysFile.choose()),
    checkKeys: () => answer(async () => keysFile.check()),
    importKeys: () => answer(async () => keysFile.import()),
    copy: (text) => outcome(() => clipboard.writeText(text)),
  };
}

export function toStatus({ node, language, work, invitations, updates }: Desks): Status {
  const { fingerprint, peers, ...status } = node.status();
  const problem = node.listenProblem;
  return {
    ...status,
    deleted: node.database.deleted,
    fingerprint: fingerprint.slice(0, SHOWN_DIGITS),
    peers: peers.map((peer) => ({ ...peer, fingerprint: peer.fingerprint?.slice(0, SHOWN_DIGITS) ?? null })),
    listenProblem: problem === null ? null : { port: problem.port, code: problem.code, message: problem.message },
    work: work.status,
    invitation: invitations.asked,
    updates: updates.status(),
    language: language.chosen,
    systemLanguage: language.system,
    platform: process.platform,
  };
}

async function link(node: Node, address: string): Promise<true> {
  await node.peers.add(address);
  return true;
}

function readPeer(text: string, node: Node): Invitation | null {
  if (isInvitation(text)) return toShown(parseInvitation(text), node);
  parseAddress(text);
  return null;
}
