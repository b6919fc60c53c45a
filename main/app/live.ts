import type { WebContents } from 'electron';
import type { Status } from '../../preload/contract/status';
import { SHOW_DELETED_MS } from '../store/view';
import { Afterwards } from './afterwards';
import { type Desks, toStatus } from './handlers';
import { send } from './ipc';

/** Ten updates a second look alive; more would be invisible work. */
const UPDATE_MS = 100;

/** Keeps a window up to date with its node: at most one change of each kind every `UPDATE_MS`. */
export function keepLive(window: WebContents, desks: Desks): { statusChanged(): void; showsDeleted(): void } {
  const { node } = desks;
  let timer: NodeJS.Timeout | undefined;
  let data = false;
  let events = false;
  let shownNames = '';

  const update = (): void => {
    timer = undefined;
    const status = toStatus(desks);
    send(window, { change: { kind: 'status', status } });
    // Rows and history name their writers.
    const names = namesIn(status);
    if (data || names !== shownNames) send(window, { change: { kind: 'data' } });
    if (events) send(window, { change: { kind: 'events' } });
    data = false;
    events = false;
    shownNames = names;
  };
  const statusChanged = (): void => {
    timer ??= setTimeout(update, UPDATE_MS);
  };
  const dataChanged = (): void => {
    data = true;
    statusChanged();
  };
  // From when the table shows them: their stamps may be ahead of this clock, or this clock set back.
  const hidden = new Afterwards(SHOW_DELETED_MS + UPDATE_MS, dataChanged);
  const stopEvents = node.events.listen(() => {
    events = true;
    statusChanged();
  });
  const stop = node.listen({
    status: statusChanged,
    entries: dataChanged,
  });
  window.once('destroyed', () => {
    stop();
    stopEvents();
    hidden.stop();
    clearTimeout(timer);
  });
  return { statusChanged, showsDeleted: () => hidden.ask() };
}

function namesIn({ id, name, peers }: Status): string {
  return JSON.stringify([id, name, ...peers.map((peer) => [peer.id, peer.name])]);
}
