import * as v from 'valibot';
import { sha256 } from '../../sha256';
import type { Version } from '../../store/record';
import { Refused } from '../../store/refusal';
import { MAX_TIME } from '../../store/stamp';
import { anyValue, checkKey, type JsonText, type Key } from '../../store/text';
import { addressText, parseAddress } from '../address';
import type { Events } from '../events';
import type { Logger } from '../logger';
import type { Service } from '../service';
import type { LinkSocket, Socket } from '../wire/socket-link';
import { valveOf } from '../wire/valve';
import { listText, objectText } from '../wire/written';
import { askedDials } from './asked-dials';
import { inTurn } from './in-turn';

type Callback = (...answer: unknown[]) => void;

const timeSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(MAX_TIME));
/** What a `Date` is on its way (ISO 8601), and a number as a text. */
const TIME_TEXT = /^(?:\d{4}-\d\d-\d\dT[\d:.]+Z|\d+)$/;
/** Of an event's name, as it is told. */
const MAX_NAME_LENGTH = 60;
/** From 2001, in seconds, to March 1973, in ms: no clock is set to either but in seconds. Counters are smaller. */
const SECONDS = { min: 1e9, max: 1e11 };

/**
 * The course protocol's events on a socket that a course node or a script opened from `host`. Each answers through its
 * callback, where one came along: `cb(value)`, or `cb(false, reason)` for what it will not do.
 */
export function serveCourse(socket: Socket, host: string, service: Service, logger: Logger): void {
  const on = (event: string, answer: (args: unknown[]) => unknown, refusal: unknown = false): void => {
    const reply = async (given: unknown[]): Promise<void> => {
      const { args, callback } = split(given);
      try {
        callback(await answer(args));
      } catch (error) {
        if (!(error instanceof Refused)) logger.error(`Course event ${event}: ${String(error)}`);
        callback(refusal, error instanceof Refused ? error.message : 'The node failed; its log says why.');
      }
    };
    socket.on(event, (...given) => void valveOf(socket).during(() => reply(given)));
  };

  on('get', ([key]) => JSON.parse(service.get(keyOf(key)) ?? 'null'), null);
  on('set', async (args) => {
    await service.create(...readSet(args, service.events));
    return true;
  });
  on('keys', () => inTurn.write(socket, listText(keys(service))));
  on('keysAndTime', () => inTurn.write(socket, objectText(keysAndTime(service))));
  socket.on('disconnect', () => inTurn.forget(socket));
  on('peers', () => service.peers.courseAddresses());
  on('addPeer', async ([address]) => {
    await askedDials.run(host, () => service.peers.add(address, host));
    return true;
  });
  on('auth', async ([port]) => {
    const address = addressText(parseAddress(port, host));
    await askedDials.run(host, () => link(address, service));
    return true;
  });
}

/** Answers all other events of a script, and tells of them: who mistyped one would else wait for ever, and not know why. */
export function refuseOthers(socket: LinkSocket, events: Events): void {
  socket.onAny((event, ...given) => {
    if (socket.listeners(event).length > 0) return;
    // Socket.IO takes a number, too.
    const name = JSON.stringify(String(event).slice(0, MAX_NAME_LENGTH));
    const others = 'get, set, keys, keysAndTime, peers, addPeer and auth';
    const why = new Refused('other-event', `A script sent ${name}, which is none of the course's events: ${others}.`);
    events.add('refused', { why });
    split(given).callback(false, why.message);
  });
}

function* keys(service: Service): Generator<string | undefined> {
  for (const winner of live(service)) yield winner?.key;
}

/** The time in ms, and the SHA-256 of the value's JSON text in hex. */
function* keysAndTime(service: Service): Generator<[key: string, { timestamp: number; hash: string }] | undefined> {
  for (const winner of live(service)) yield winner && [winner.key, timeAndHash(winner)];
}

function timeAndHash({ value, stamp }: Version): { timestamp: number; hash: string } {
  return { timestamp: stamp.time, hash: Buffer.from(sha256(value ?? '')).toString('hex') };
}

/**
 * Every key that has a value when it is first asked, whatever changes while they are read; `undefined` for one that is
 * deleted.
 */
function* live(service: Service): Generator<Version | undefined> {
  const snapshot = service.snapshot();
  try {
    for (const winner of snapshot.winners()) yield winner.value === null ? undefined : winner;
  } finally {
    snapshot.close();
  }
}

/** A peer that says where it listens wants to be linked to; that it is already is no refusal. */
async function link(address: string, service: Service): Promise<void> {
  try {
    await service.peers.answer(address);
  } catch (error) {
    if (!(error instanceof Refused) || error.code !== 'already-linked') throw error;
  }
}

function split(given: unknown[]): { args: unknown[]; callback: Callback } {
  const last = given.at(-1);
  return typeof last === 'function'
    ? { args: given.slice(0, -1), callback: last as Callback }
    : { args: given, callback: () => {} };
}

/** Keys of a JavaScript object are texts, so a script may well give a number. */
function keyOf(key: unknown): Key {
  if (typeof key !== 'string' && typeof key !== 'number') throw new Refused('bad-request', 'A key is a text.');
  return checkKey(String(key));
}

/** What a `set` asks for. That it cannot be read is noted, as a script without a callback hears nothing. @throws Refused */
function readSet([key, value, time]: unknown[], events: Events): [Key, JsonText, number | undefined] {
  try {
    return [keyOf(key), anyValue(value), timeOf(time)];
  } catch (error) {
    events.add('refused', { why: error as Refused });
    throw error;
  }
}

/** Whole ms since 1970, also from what else scripts have for a time. */
function timeOf(time: unknown): number | undefined {
  if (time === undefined || time === null) return undefined;
  const isText = typeof time === 'string' && TIME_TEXT.test(time);
  const number = isText ? (time.includes('T') ? Date.parse(time) : Number(time)) : time;
  if (!v.is(timeSchema, number)) {
    throw new Refused('bad-request', 'A timestamp is in whole ms since 1970, as Date.now() gives it.');
  }
  return number >= SECONDS.min && number < SECONDS.max ? number * 1000 : number;
}
