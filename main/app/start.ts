import type { App, BrowserWindow } from 'electron';
import { checkConfig } from '../config';
import { isInvitation } from '../net/invitation';
import type { Node } from '../node/node';
import { openNode } from '../node/open-node';
import type { Rule } from '../store/rule';
import { readArguments } from './arguments';
import { BackupDesk } from './backup-desk';
import { backupSystem } from './backup-system';
import { byrItem } from './byr-item';
import { offerContextMenu } from './context-menu';
import { endTogether } from './end-together';
import { createHandlers } from './handlers';
import { InvitationDesk } from './invitation-desk';
import { send, serve } from './ipc';
import { KeysFileDesk } from './keys-file-desk';
import { keysFileSystem } from './keys-file-system';
import { LanguageSetting } from './language';
import { keepLive } from './live';
import { openLog } from './log';
import { LongWork } from './long-work';
import { setMenu } from './menu';
import { onceUntilItAppears, openNewNode } from './new-node';
import { INVITATION, type Openings } from './openings';
import { systemCipher } from './system-cipher';
import { UpdateDesk } from './update-desk';
import { bringForward, openWindow, showPage, survive } from './window';
import { keepWindowState, readWindowState } from './window-state';

/**
 * Starts this process's node and its window, and ends both together; if an open window took what this process was
 * started for, it ends at once. @throws UsageError, ProfileHeld, ProfileNewer, ProfileUnusable, Refused
 */
export async function startNode(app: App, openings: Openings): Promise<void> {
  const options = readArguments(process.argv.slice(1), app.getAppPath());
  const config = checkConfig(options, process.env, process.platform);
  if (await openings.handOver()) return app.quit();
  const { node, profile } = await openNode(config, app.getVersion(), openLog, systemCipher());
  endTogether(app, node);
  const logger = openLog(profile.folder);
  const window = openWindow((profile.number ?? 1) - 1, await readWindowState(node.notes));
  keepWindowState(app, window, node.notes, logger);
  const { webContents } = window;
  // This node's given key is not for the nodes that it opens.
  delete process.env.BYR_NETWORK_KEY;
  // With this node's path, so that the two can link, and its setting of nearby; port and profile are the first free
  // ones.
  const another = (options: readonly string[], env?: NodeJS.ProcessEnv): Promise<void> => {
    const nearby = node.status().nearby.on ? 'on' : 'off';
    return openNewNode(app, [...options, '--path', config.path, '--nearby', nearby], env).catch((error: Error) => {
      logger.error(`A new node could not be opened: ${error.message}`);
      throw error;
    });
  };
  const newNode = (rule: Rule, env?: NodeJS.ProcessEnv): Promise<void> => another(['--rule', rule], env);
  const actions = {
    openNewNode: onceUntilItAppears(() => newNode(node.database.rule, keyFor(node))),
    showsDeleted: () => live.showsDeleted(),
  };
  const refresh = (): void => {
    live.statusChanged();
    label(window, node);
    setMenu(language.current, byrItem(app, window, language.current, refresh), (command) =>
      send(webContents, { command }),
    );
  };
  const language = await LanguageSetting.read(node.notes, refresh, app.getLocale());
  survive(window, logger, language);
  offerContextMenu(window, () => language.current);
  const changed = (): void => live.statusChanged();
  const work = new LongWork(changed);
  webContents.once('destroyed', () => work.cancel());
  const backups = new BackupDesk(node, work, backupSystem(window, config.profiles, language, another));
  const keysFile = new KeysFileDesk(node, work, keysFileSystem(window, language));
  const invitations = new InvitationDesk(node, {
    openNewNode: (invitation, rule) => newNode(rule, { [INVITATION]: invitation }),
    changed,
  });
  const updates = await UpdateDesk.read({
    app,
    notes: node.notes,
    logger,
    closeNode: () => node.close(),
    changed,
  });
  const desks = { node, language, work, backups, keysFile, invitations, updates };
  serve(webContents, createHandlers(desks, actions), logger);
  const live = keepLive(webContents, desks);
  node.listen({ status: () => label(window, node), entries: () => {} });
  refresh();
  const stop = openings.listen((opening) => {
    if (isInvitation(opening)) invitations.ask(opening);
    else {
      backups.open(opening);
      send(webContents, { command: 'opened-backup' });
    }
    bringForward(window);
  });
  window.once('closed', stop);
  await showPage(window);
  announce(node);
}

/**
 * The environment that puts a new node into this one's private network. Other users of this machine see a process's
 * arguments, but not its environment.
 */
function keyFor({ privacy: { networkKey } }: Node): NodeJS.ProcessEnv {
  return networkKey === null ? {} : { BYR_NETWORK_KEY: networkKey };
}

/** The title tells two windows apart in the taskbar. */
function label(window: BrowserWindow, node: Node): void {
  if (window.isDestroyed()) return;
  const port = node.port ?? node.listenProblem?.port;
  window.setTitle(`${node.name} · ${port}${node.port === null ? ' ✕' : ''} · Build Your Rating`);
}

/** One line of JSON on standard output, for the program that started the app. */
function announce(node: Node): void {
  if (process.env.BYR_ANNOUNCE === undefined) return;
  const { name, port, profile } = node.status();
  process.stdout.write(`${JSON.stringify({ byr: 'listening', name, port, profile })}\n`);
}
