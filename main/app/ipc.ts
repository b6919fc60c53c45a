import { type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import * as v from 'valibot';
import type { Change, Command, NodeApi } from '../../preload/contract/api';
import { isFileName } from '../backup/format';
import { MAX_EVENTS } from '../net/events';
import type { Logger } from '../net/logger';
import { MAX_KNOWN } from '../net/protocol';
import { ACKNOWLEDGE } from '../net/service';
import { isPage } from './page';

/** The methods of the contract that are calls; the others are subscriptions. */
export type Method = Exclude<keyof NodeApi, 'onChange' | 'onCommand'>;
export type Handlers = { [M in Method]: NodeApi[M] };

const text = v.string();
const key = v.tuple([text]);
const nothing = v.tuple([]);
const peers = v.tuple([v.pipe(v.array(text), v.maxLength(MAX_KNOWN))]);
const question = v.tuple([v.pipe(v.number(), v.integer(), v.minValue(1))]);
/** A name in the folder, so never a path. */
const backup = v.tuple([v.nullable(v.pipe(text, v.check(isFileName, 'That is not the name of a backup.')))]);

/** The arguments of each call. Their meaning is checked where they are used; here, only their shape. */
const schemas = {
  status: nothing,
  page: v.tuple([
    v.strictObject({
      search: v.pipe(text, v.maxLength(4096)),
      show: v.picklist(['all', 'conflicts', 'deleted']),
      sort: v.picklist(['key', 'time']),
      descending: v.boolean(),
      offset: v.pipe(v.number(), v.integer(), v.minValue(0)),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)),
    }),
  ]),
  entry: v.tuple([text, v.boolean()]),
  events: v.tuple([v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_EVENTS))]),
  put: v.tuple([text, v.union([v.strictObject({ text }), v.strictObject({ json: text })])]),
  remove: key,
  putBack: v.tuple([text, text]),
  restamp: nothing,
  checkPeer: key,
  addPeer: key,
  invite: v.tuple([v.nullable(text)]),
  acceptInvitation: question,
  acceptInNewNode: question,
  declineInvitation: question,
  removePeer: key,
  retryPeer: key,
  setPaused: v.tuple([v.nullable(text), v.boolean()]),
  keepPeer: key,
  forgetPeers: peers,
  recallPeers: peers,
  rename: key,
  setAcknowledge: v.tuple([v.picklist(ACKNOWLEDGE)]),
  setNearby: v.tuple([v.boolean()]),
  dismissRescue: nothing,
  networkKey: nothing,
  drawNetworkKey: nothing,
  setNetworkKey: v.tuple([v.nullable(v.pipe(text, v.maxLength(4096)))]),
  setLanguage: v.tuple([v.picklist(['system', 'en', 'fr'])]),
  checkForUpdate: v.tuple([v.pipe(text, v.maxLength(2000))]),
  downloadUpdate: nothing,
  installUpdate: nothing,
  newNode: nothing,
  backups: nothing,
  backUp: nothing,
  verifyBackup: backup,
  previewRestore: backup,
  restoreBackup: backup,
  putBackBackup: backup,
  restoreAsNew: backup,
  cancelWork: nothing,
  chooseBackup: nothing,
  openedBackup: nothing,
  openBackupFolder: nothing,
  chooseBackupFolder: nothing,
  resetBackupFolder: nothing,
  setBackupMinutes: v.tuple([v.nullable(v.number())]),
  exportKeys: nothing,
  chooseKeys: nothing,
  checkKeys: nothing,
  importKeys: nothing,
  copy: v.tuple([v.pipe(text, v.maxLength(1024 * 1024))]),
} satisfies { [M in Method]: v.GenericSchema<unknown, Parameters<NodeApi[M]>> };

/**
 * Opens the contract to one window. Each call passes here: its sender must be that window's own page, and its arguments
 * must have the right shapes; any other call is refused and changes nothing. What a call should not end in is logged.
 */
export function serve(window: WebContents, handlers: Handlers, logger: Logger): void {
  for (const method of Object.keys(schemas) as Method[]) handle(window, method, handlers[method], logger);
}

export function send(window: WebContents, message: { change: Change } | { command: Command }): void {
  if (window.isDestroyed()) return;
  if ('change' in message) window.send('byr:change', message.change);
  else window.send('byr:command', message.command);
}

function handle(window: WebContents, method: Method, answer: Handlers[Method], logger: Logger): void {
  ipcMain.handle(`byr:${method}`, async (event, ...given) => {
    if (!isTrusted(event, window)) throw new Error(`${method}: this frame may not call the node.`);
    const args = v.safeParse(schemas[method], given);
    if (!args.success) throw new TypeError(`${method}: ${args.issues[0].message}`);
    try {
      return await (answer as (...args: unknown[]) => unknown)(...args.output);
    } catch (error) {
      logger.error(`${method} failed: ${String((error as Error).stack ?? error)}`);
      throw error;
    }
  });
}

function isTrusted({ sender, senderFrame }: IpcMainInvokeEvent, window: WebContents): boolean {
  return sender === window && senderFrame === window.mainFrame && isPage(senderFrame.url);
}
