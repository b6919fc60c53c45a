import { UsageError } from '../config';
import { addressText, parseAddress } from '../net/address';
import { inKeyOrder } from '../store/key-order';
import { Refused } from '../store/refusal';
import { checkKey, type JsonText, jsonValue, rawValue, textValue } from '../store/text';
import { readValue } from './input';
import {
  conflictJson,
  conflictLines,
  entryJson,
  entryLine,
  nearbyText,
  print,
  printAsIs,
  printList,
  say,
  statusLines,
} from './print';
import { peerLine, peerLines } from './print-peer';
import type { Session } from './session';
import { type Target, usage, withSession } from './target';
import { count } from './units';

export async function get(target: Target, key = ''): Promise<void> {
  usage(() => checkKey(key));
  await withSession(target, async (session) => {
    const entry = await session.entry(key);
    if (entry === null || entry.value === null)
      throw new Refused('not-found', `There is no key ${JSON.stringify(key)}.`);
    if (target.json) return print(entryJson(entry));
    await printAsIs(rawValue(entry.value as JsonText));
    // A terminal's prompt needs a line of its own; a file must get the value's bytes and no others.
    if (process.stdout.isTTY) process.stdout.write('\n');
  });
}

/** @param value `-` reads standard input, where a bad value is not a mistake on the command line */
export async function set(target: Target, key = '', value = '', ...more: string[]): Promise<void> {
  if (more.length > 0) throw new UsageError('Put what has spaces into quotes: byr set Ville "La Rochelle"');
  usage(() => checkKey(key));
  const toJson = target.as === 'json' ? jsonValue : textValue;
  const json = value === '-' ? toJson(await readValue()) : usage(() => toJson(value));
  await withSession(target, (session) => session.set(key, json));
}

export async function remove(target: Target, key = ''): Promise<void> {
  usage(() => checkKey(key));
  return withSession(target, (session) => session.delete(key));
}

export function keys(target: Target): Promise<void> {
  return withSession(target, async (session) => {
    const found = inKeyOrder(await (target.deleted ? session.deleted() : session.keys()));
    if (target.json) print(JSON.stringify(found));
    else printList(found, target.deleted ? 'No deleted keys.' : "No keys yet: 'byr set' sets one.");
  });
}

export async function history(target: Target, key = ''): Promise<void> {
  usage(() => checkKey(key));
  return withSession(target, async (session) => {
    const entries = await session.history(key);
    if (entries.length === 0) throw new Refused('not-found', `There is no key ${JSON.stringify(key)}.`);
    if (target.json) print(`[${entries.map(entryJson).join(',')}]`);
    else entries.forEach((entry) => print(`${entry.stamp}  ${entryLine(entry)}`));
  });
}

export async function putBack(target: Target, key = '', stamp = ''): Promise<void> {
  usage(() => checkKey(key));
  return withSession(target, (session) =>
    session.putBack(key, stamp).catch((error: unknown) => {
      if (!(error instanceof Refused) || error.code !== 'not-found') throw error;
      throw new Refused(error.code, `${error.message} 'byr history' lists the stamps that it has.`, { cause: error });
    }),
  );
}

export function restamp(target: Target): Promise<void> {
  return withSession(target, async (session) => {
    const written = await session.restamp();
    if (target.json) return print(JSON.stringify({ restamped: written }));
    if (written > 0) return say(`${count(written, 'entry has', 'entries have')} the present time now.`);
    say("Nothing was changed: no entry here waits for its time that a peer with the right time refuses; see 'status'.");
  });
}

export function conflicts(target: Target): Promise<void> {
  return withSession(target, async (session) => {
    const found = await session.conflicts();
    if (target.json) print(`[${found.map(conflictJson).join(',')}]`);
    else printList(found.flatMap(conflictLines), 'No conflicts.');
  });
}

export function removePeer(target: Target, peer = ''): Promise<void> {
  return withSession(target, async (session) => session.removePeer(await handleOf(peer, session)));
}

/** @param peer one without a link; with `--all`, every peer that is away */
export function forget(target: Target, peer?: string): Promise<void> {
  checkWhom(target, peer);
  return withSession(target, async (session) => {
    const known = peer === undefined ? (await session.status()).peers.filter(({ away }) => away) : null;
    const forgotten = await session.forgetPeers(known?.map(({ id }) => id) ?? [await handleOf(peer ?? '', session)]);
    if (known === null && forgotten === 0)
      throw new Refused('not-found', "There is no such peer without a link; 'removePeer' cuts a link.");
    if (target.json) print(JSON.stringify({ forgotten }));
    else if (known !== null) say(`${count(forgotten, 'peer', 'peers')} forgotten.`);
  });
}

export function pause(target: Target, peer?: string): Promise<void> {
  return setPaused(target, peer, true);
}

export function resume(target: Target, peer?: string): Promise<void> {
  return setPaused(target, peer, false);
}

async function setPaused(target: Target, peer: string | undefined, isPaused: boolean): Promise<void> {
  checkWhom(target, peer);
  return withSession(target, async (session) => {
    await session.setPaused(peer === undefined ? null : await handleOf(peer, session), isPaused);
  });
}

function checkWhom({ all = false }: Target, peer: string | undefined): void {
  if (all === (peer !== undefined)) throw new UsageError('Name one peer, or give --all for all of them.');
}

/**
 * @param peer its id, address or name, as typed; in this order, as a peer may call itself what another one is known by
 * @throws UsageError where several go by it; Refused `not-found`
 */
async function handleOf(peer: string, session: Session): Promise<string> {
  const { peers } = await session.status();
  const place = addressOf(peer);
  const kinds = [
    peers.filter(({ id }) => id === peer),
    peers.filter(({ address }) => address === place),
    peers.filter(({ name }) => name === peer),
  ];
  const [found, ...others] = kinds.find(({ length }) => length > 0) ?? [];
  if (others.length > 0) {
    throw new UsageError(
      "Several peers go by this; give the address of one ('byr peers') or its id ('byr peers --json').",
    );
  }
  if (found === undefined) throw new Refused('not-found', "There is no such peer: 'byr peers' lists those there are.");
  return found.id;
}

/** In the form in which a node lists it, so that each form that `addPeer` takes names the same peer. */
function addressOf(peer: string): string | null {
  try {
    return addressText(parseAddress(peer));
  } catch {
    return null;
  }
}

export function dismiss(target: Target): Promise<void> {
  return withSession(target, (session) => session.dismissRescue());
}

export function peers(target: Target): Promise<void> {
  return withSession(target, async (session) => {
    const status = await session.status().catch((error: Refused) => {
      // What a course node says.
      if (error.code === 'bad-request') return null;
      throw error;
    });
    const known = status?.peers ?? (await session.peers());
    if (target.json) return print(JSON.stringify(known));
    const lines = known.map((peer) => (typeof peer === 'string' ? peer : peerLine(peer)));
    printList(lines, "No peers yet: 'byr addPeer' links one.");
  });
}

export function nearby(target: Target): Promise<void> {
  return withSession(target, async (session) => {
    const status = await session.status();
    const { nodes } = status.nearby;
    if (target.json) return print(JSON.stringify(nodes));
    const lines = nodes.map(({ address, name }) => `${address}  ${name}`);
    printList(lines, `Nearby: ${nearbyText(status)}.`);
  });
}

export function status(target: Target): Promise<void> {
  return withSession(target, async (session) => {
    const told = await session.status();
    if (target.json) print(JSON.stringify(told));
    else [...statusLines(told), ...told.peers.flatMap(peerLines).map((peer) => `  ${peer}`)].forEach(print);
  });
}
