import type { Entry } from '../../main/store/entry';
import { pack } from '../../main/store/pack';
import type { NodeId } from '../../main/store/stamp';
import { checkKey, textValue } from '../../main/store/text';
import type { Prng } from '../sim/prng';
import { card } from '../support/card';

/** What nobody may ever find in a database: it comes only in what must be refused. */
export const POISON = checkKey('poison');
/** Keys that the fuzzer may well write, as it may say what is right. */
const KEYS = 20;
export const HOSTILE = 'dddddddddddddddd' as NodeId;
const PRINT = '0123456789abcdef'.repeat(2);
const TOO_NEW_MS = 10 * 60_000;

type Event = readonly unknown[];

/** What may be said on a socket of one kind: each event is its name and its arguments. */
export interface Vocabulary {
  /** Of the handshake. */
  readonly auth: unknown;
  /** Events that are in order. */
  right(prng: Prng): Event;
  /** One that must change nothing, and names `POISON`. */
  spoiled(prng: Prng): Event;
}

const keyOf = (prng: Prng): string => `fuzz ${prng.whole(1, KEYS)}`;
const addressOf = (prng: Prng): string => prng.pick(['localhost:9', '127.0.0.1:9', '[::1]:9', 'http://localhost:9']);

function entry(prng: Prng, key: string, time = Date.now()): Entry {
  const parents = prng.chance(0.3) ? [{ time: time - 5, counter: 0, node: HOSTILE }] : [];
  const stamp = { time, counter: prng.whole(0, 9), node: HOSTILE };
  return { key: checkKey(key), value: textValue(`value ${prng.whole(0, 9)}`), stamp, parents };
}

/** One good entry and one that spoils the batch. */
function spoiledBatch(prng: Prng): unknown {
  const good = pack([entry(prng, POISON)]);
  const bad = prng.pick([
    ...[
      ['', '1', 0, 0, 0, 0],
      [1, '1', 0, 0, 0, 0],
      ['x', '{', 0, 0, 0, 0],
      ['x', ' 1', 0, 0, 0, 0],
    ],
    ...[
      ['x', '1', 0.5, 0, 0, 0],
      ['x', '1', 0, -1, 0, 0],
      ['x', '1', 0, 0, 7, 0],
      ['x', '1', 0, 0, 0, 1],
    ],
    ...[
      ['x', '1', 2 ** 48, 0, 0, 0],
      ['x', '"\ud800"', 0, 0, 0, 0],
      ['x', '1', 0, 0, 0],
      ['x', 1, 0, 0, 0, 0],
    ],
    ...[
      ['x', '1', 0, 0, 0, [0, 0]],
      ['x', '1', 0, 0, 0, Array(30).fill(0)],
    ],
  ]);
  return { ...good, rows: [...good.rows, ...bad] };
}

/** As course nodes and their scripts speak. */
export const course: Vocabulary = {
  auth: {},
  right: (prng) =>
    prng.pick([
      ['get', keyOf(prng)],
      ['set', keyOf(prng), prng.pick(['Lyon', 1, null, [1, { a: 'b' }]])],
      ['set', keyOf(prng), 'Lyon', prng.pick([1_700_000_000_000, 1_700_000_000, '0', '2023-11-14T22:13:20.000Z'])],
      ...[['keys'], ['keysAndTime'], ['peers']],
      ['addPeer', addressOf(prng)],
      ['auth', 9],
    ]),
  spoiled: (prng) => [
    ...['set', POISON],
    ...prng.pick([
      ...[
        ['\ud800'],
        [deep(501)],
        ['x'.repeat(262_145)],
        ['x', -1],
        ['x', 'soon'],
        ['x', ''],
        ['x', 0.5],
        ['x', 2 ** 48],
        ['x', {}],
      ],
      ...[['x', Date.now() + TOO_NEW_MS], []],
    ]),
  ],
};

/** As our own command line speaks. */
export const client: Vocabulary = {
  auth: { byr: { client: true } },
  right: (prng) =>
    prng.pick([
      ['put', keyOf(prng), '"Lyon"'],
      ['delete', keyOf(prng)],
      ['putBack', keyOf(prng), `1700000000000.0.${HOSTILE}`],
      ...['entry', 'history'].map((name) => [name, keyOf(prng)]),
      ...[
        'conflicts',
        'deleted',
        'status',
        'restamp',
        'dismissRescue',
        'watch',
        'events',
        'backup',
        'backups',
        'previewed',
      ].map((name) => [name]),
      ['link', addressOf(prng)],
      ['removePeer', addressOf(prng)],
      ['forgetPeers', [addressOf(prng)]],
      ['setPaused', prng.pick([null, addressOf(prng)]), prng.chance(0.5)],
      ['invite', prng.pick([null, addressOf(prng)])],
      ['join', `byr:v=1/at=${addressOf(prng)}/id=${HOSTILE}/rule=latest`],
      ['preview', 'latest', prng.chance(0.5), pack([entry(prng, keyOf(prng))])],
      ['restore', 'latest', pack([entry(prng, keyOf(prng))])],
      ['putBackValues', [[keyOf(prng), null]]],
      ['holdBackup', PRINT],
      ['export', prng.chance(0.5)],
      ['import', [[keyOf(prng), '"Lyon"']]],
    ]),
  spoiled: (prng) =>
    prng.pick([
      ...[
        ['put', POISON, '{'],
        ['put', POISON, '"\ud800"'],
        ['put', POISON, 1],
        ['put', POISON],
      ],
      ...[
        ['put', POISON, `"${'x'.repeat(262_145)}"`],
        ['put', POISON, '['.repeat(501) + ']'.repeat(501)],
      ],
      ...[
        [
          'import',
          [
            [POISON, '1'],
            ['', '1'],
          ],
        ],
        ['import', [[POISON, '1'], ['x']]],
        ['import', [[POISON, '1 ']]],
      ],
      ...[
        ['restore', 'latest', spoiledBatch(prng)],
        ['restore', 'first', pack([entry(prng, POISON)])],
      ],
    ]),
};

/** As other nodes speak. */
export const native: Vocabulary = {
  auth: { byr: card(HOSTILE), expected: null, attempt: 1, seen: null },
  right: (prng) => {
    const state = { upTo: prng.whole(0, 9), fingerprint: PRINT };
    const question = prng.whole(0, 3);
    return prng.pick([
      ['read', { since: prng.pick([null, 0, 3]), fingerprint: PRINT }],
      ['changes', { ...state, entries: pack([entry(prng, keyOf(prng)), entry(prng, keyOf(prng))]), left: 0 }],
      ['applied', { ...state, taken: prng.whole(0, 99) }],
      ['refused', { ahead: 400_000, latest: Date.now() }],
      ['ping', { ...state, sent: 1 }],
      ['pong', { ...state, sent: 1, now: 2 }],
      ['settled', state],
      ['compare', { question, depth: 1, paths: [0, 15], word: 0, digests: Buffer.alloc(128).toString('base64') }],
      ['differ', { question, children: prng.pick([null, 'ffff'.repeat(16)]) }],
      ['list', { question, leaves: [0, 65_535], digests: Buffer.alloc(16).toString('base64') }],
      ['lack', { question, entries: 'ff' }],
      ['relay', { wanted: prng.chance(0.5) }],
      ['links', { ids: [HOSTILE] }],
      ['peers', { peers: [{ id: 'eeeeeeeeeeeeeeee', name: 'Eve', addresses: [addressOf(prng)] }] }],
      ['name', { name: 'Mallory' }],
      ['bye', { code: prng.pick(['closing', 'duplicate', 'full', 'copied', 'removed']) }],
    ]);
  },
  spoiled: (prng) => {
    const tooNew = pack([entry(prng, POISON, Date.now() + TOO_NEW_MS)]);
    const entries = prng.chance(0.1) ? tooNew : spoiledBatch(prng);
    return ['changes', { upTo: 1, fingerprint: PRINT, left: 0, entries }];
  },
};

function deep(depth: number): unknown {
  let value: unknown = 1;
  for (let at = 0; at < depth; at++) value = [value];
  return value;
}
