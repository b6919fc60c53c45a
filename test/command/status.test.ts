import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statusLines } from '../../main/command/print';
import { peerLine, peerLines } from '../../main/command/print-peer';
import type { PeerStatus } from '../../main/net/peers/peer-status';
import type { NodeStatus } from '../../main/net/service';
import type { NodeId } from '../../main/store/stamp';
import { byr } from '../support/byr-here';
import { testNearby } from '../support/nearby';
import { addressOf, aliceAndBob, inSync, openNode, peerOf } from '../support/nodes';
import { until } from '../support/until';

const NOW = Date.UTC(2026, 10, 22, 12);

const linked: PeerStatus = {
  id: 'aaaaaaaaaaaaaaaa',
  name: 'Bob',
  address: 'localhost:4000',
  state: 'syncing',
  why: null,
  toReceive: 412,
  toSend: 3,
  total: 500,
  latency: 2.4,
  skew: -1_500,
  ahead: null,
  traffic: { messagesIn: 1, messagesOut: 312, bytesIn: 812, bytesOut: 1_258_291 },
  linkedSince: NOW,
  catchUp: null,
  fingerprint: '7c1e09af7c1e09af7c1e09af7c1e09af',
  refused: 0,
  refusedKey: null,
  lastSeen: NOW,
  lastError: { code: 'closed', message: 'The connection was lost.', at: NOW },
  learnedFrom: null,
  away: false,
  nextTry: null,
  rule: null,
};

test('all that is known of a peer is printed, a line a fact', () => {
  assert.deepEqual(peerLines(linked), [
    'localhost:4000  Bob  syncing, 415 entries to go, 2 ms',
    '  linked       since 2026-11-22T12:00:00.000Z',
    '  entries      412 to receive, 3 to send',
    '  clock        1.5 s behind this one',
    '  received     812 B in 1 message',
    '  sent         1.2 MB in 312 messages',
    '  fingerprint  7c1e09af',
    '  last error   The connection was lost. (2026-11-22T12:00:00.000Z)',
  ]);
});

test('of entries stamped ahead it is printed where they are refused, and whether the clocks are apart', () => {
  const lines = peerLines({ ...linked, state: 'clock-wrong', skew: 0.2, ahead: -3_600_000 });
  assert.deepEqual(lines.slice(3, 5), [
    '  clock        as this one',
    "  refused      there, until their time comes or 'byr restamp' here: entries stamped 1.0 h ahead, by a clock that is or was wrong",
  ]);
});

test('of a clock that is wrong by a year no hours are printed', () => {
  const year = 365 * 24 * 3_600_000;
  const [, , , clock, refused] = peerLines({ ...linked, state: 'clock-wrong', skew: year, ahead: year });
  assert.equal(clock, '  clock        365 days ahead of this one');
  assert.match(refused ?? '', /entries stamped 365 days ahead/);
});

test('one entry to go is one entry', () => {
  assert.match(peerLine({ ...linked, toReceive: 1, toSend: 0 }), /syncing, 1 entry to go,/);
});

test('of a peer without a link only what there is to tell is printed', () => {
  const why = { code: 'nobody-there', message: 'Nobody answers at localhost:4000.' } as const;
  const away = { ...linked, state: 'unreachable', why, latency: null, toReceive: 0, toSend: 0 } as const;
  const nothing = { skew: null, traffic: null, linkedSince: null, fingerprint: null, lastError: null };
  const told = ['localhost:4000  Bob  unreachable: Nobody answers at localhost:4000.'];
  assert.deepEqual(peerLines({ ...away, ...nothing }), told);
  assert.equal(peerLine({ ...away, ...nothing, name: null }), told[0]?.replace('Bob', '?'));
});

test('of a peer that is in a network with another rule its rule is printed', () => {
  const apart = { ...linked, state: 'other-rule', rule: 'first', latency: null, toReceive: 0, toSend: 0 } as const;
  assert.equal(peerLine(apart), "localhost:4000  Bob  other-rule (its rule is 'first')");
});

const about = {
  ...{ id: 'a', name: 'Ada', version: '', rule: 'latest' as const, port: 4000, profile: '' },
  ...{ addresses: [], private: false, fingerprint: '', keys: 0, conflicts: 0, peers: [] },
  disk: { acknowledge: 'synced' as const, failure: null },
  rescue: null,
  backups: { folder: null, chosen: false, minutes: 15, due: 0, last: null, problem: null, running: null },
  former: null,
  nearby: { on: true, nodes: [] },
  door: { refused: 0, last: null },
};

test('idle and paused peers, and those of another network, are printed apart from those that are to be in sync', () => {
  const printed = (...states: PeerStatus['state'][]): string | undefined =>
    statusLines({ ...about, peers: states.map((state) => ({ ...linked, state })) }).find((line) => /^peers/.test(line));
  assert.equal(printed(), 'peers        none yet');
  assert.equal(printed('in-sync', 'linking'), 'peers        in sync with 1 of 2');
  assert.equal(printed('in-sync', 'idle', 'idle'), 'peers        in sync with 1 of 1, 2 idle');
  assert.equal(printed('in-sync', 'paused', 'paused-there'), 'peers        in sync with 1 of 1, 2 paused');
  assert.equal(printed('in-sync', 'other-rule'), 'peers        in sync with 1 of 1, 1 with another rule');
});

test('who cannot be reached is counted, and who is away keeps nobody from being in sync', () => {
  const lost = { ...linked, state: 'unreachable' } as const;
  const printed = (...peers: PeerStatus[]): string | undefined =>
    statusLines({ ...about, peers }).find((line) => /^peers/.test(line));
  const synced = { ...linked, state: 'in-sync' } as const;
  assert.equal(printed(synced, lost), 'peers        in sync with 1 of 2, 1 unreachable');
  const away = { ...lost, away: true };
  assert.equal(printed(synced, away), 'peers        in sync with 1 of 1, 1 not seen lately');
  const paused = { ...linked, state: 'paused' } as const;
  assert.equal(printed(paused, { ...paused, away: true }, away), 'peers        1 paused, 2 not seen lately');
});

test('course nodes are printed apart, as none of them is in sync', () => {
  const printed = (...states: PeerStatus['state'][]): string | undefined =>
    statusLines({ ...about, peers: states.map((state) => ({ ...linked, state })) }).find((line) => /^peers/.test(line));
  assert.equal(printed('course', 'in-sync', 'course'), 'peers        in sync with 1 of 1, 2 course nodes');
  assert.equal(printed('course'), 'peers        1 course node');
});

test('what a course node refused is printed in the right number', () => {
  const printed = (refused: number): string => peerLine({ ...linked, state: 'course', refused, refusedKey: 'Ville' });
  assert.match(printed(1), /refused 1 change, the last of "Ville"$/);
  assert.match(printed(2), /refused 2 changes, the last of "Ville"$/);
});

test('it is printed who is nearby, or why nobody is', () => {
  const printed = (nearby: Partial<NodeStatus['nearby']>, isPrivate = false): string | undefined =>
    statusLines({ ...about, private: isPrivate, nearby: { ...about.nearby, ...nearby } }).find((line) =>
      /^nearby/.test(line),
    );
  const nodes = [{ id: 'b' as NodeId, name: 'Bob', address: '192.168.1.5:3000' }];
  assert.equal(printed({ nodes }), 'nearby       Bob at 192.168.1.5:3000');
  assert.equal(printed({}), 'nearby       none besides your peers');
  assert.match(printed({ on: false }) ?? '', /--nearby off/);
  assert.match(printed({}, true) ?? '', /private/);
});

test('it is printed when writes are acknowledged, and that the disk fails', () => {
  const printed = (disk: NodeStatus['disk']): string[] => statusLines({ ...about, disk }).slice(-2);
  assert.equal(printed(about.disk)[1], 'acknowledge  synced: once the disk has it');
  const failure = { message: 'No space left on device', since: 1_700_000_000_000, unsaved: 1 };
  const [early, fails] = printed({ acknowledge: 'early', failure });
  assert.match(early ?? '', /^acknowledge {2}early: .*may take the last second/);
  assert.match(
    fails ?? '',
    /^DISK FAILS {3}since 2023-11-14T22:13:20.000Z: No space left on device; it lacks 1 entry /,
  );
});

test('it is printed that the node took a new id, and who has the old one', () => {
  const printed = (former: NodeStatus['former']): string[] =>
    statusLines({ ...about, former }).filter((line) => /^new id/.test(line));
  assert.deepEqual(printed(null), []);
  const [line] = printed({ id: 'abababababababab', at: 1_700_000_000_000 });
  assert.equal(
    line,
    'new id       since 2023-11-14T22:13:20.000Z: a copy of its profile is in use as abababababababab',
  );
});

test('sizes and durations have the unit that suits them', () => {
  const lines = (bytesIn: number, skew: number): string[] =>
    peerLines({ ...linked, skew, traffic: { messagesIn: 2, messagesOut: 0, bytesIn, bytesOut: 0 } });
  for (const [bytes, said] of [
    [0, '0 B'],
    [1023, '1023 B'],
    [1536, '1.5 KB'],
    [5 * 1024 ** 3, '5.0 GB'],
    [5 * 1024 ** 5, '5120.0 TB'],
  ] as const) {
    assert.ok(lines(bytes, 0).includes(`  received     ${said} in 2 messages`), said);
  }
  for (const [skew, said] of [
    [0.4, 'as this one'],
    [12.2, '12 ms ahead of this one'],
    [-59_000, '59.0 s behind this one'],
    [720_000, '12 min ahead of this one'],
    [7_200_000, '2.0 h ahead of this one'],
  ] as const) {
    assert.ok(lines(0, skew).includes(`  clock        ${said}`), said);
  }
});

test('status tells of each peer how its link does, in words and as JSON', async (context) => {
  const [alice, bob] = await aliceAndBob(context);
  await alice.peers.add(addressOf(bob));
  await inSync(alice, bob);
  await until('an answer to a ping', () => peerOf(alice, bob)?.latency !== null);
  const { stdout } = await byr(['status', '-u', addressOf(alice)]);
  assert.match(stdout, /in-sync, \d+ ms\n/);
  assert.match(stdout, /\n {4}entries {6}0 to receive, 0 to send\n/);
  assert.match(stdout, /\n {4}received {5}[\d.]+ K?B in \d+ messages\n {4}sent {9}[\d.]+ K?B in \d+ messages\n/);
  assert.match(stdout, new RegExp(`\n {4}fingerprint {2}${alice.status().fingerprint.slice(0, 8)}\n`));
  const [peer] = JSON.parse((await byr(['status', '--json', '-u', addressOf(alice)])).stdout).peers;
  assert.deepEqual(Object.keys(peer).sort(), Object.keys(peerOf(alice, bob) ?? {}).sort());
  assert.equal(peer.fingerprint, alice.status().fingerprint);
  assert.equal((await byr(['peers', '-u', addressOf(alice)])).stdout.trim().split('\n').length, 1);
});

test('what became of a damaged database is printed until it is dismissed', () => {
  const backup = { path: 'a.byr', time: 1_700_000_000_000, entries: 600 };
  const rescue = {
    at: 1_700_000_000_000,
    why: 'its file CURRENT is gone',
    folder: '/data/db-damaged',
    backup,
    unread: '/media/usb',
    salvaged: 1,
  };
  assert.match(
    statusLines({ ...about, rescue }).at(-1) ?? '',
    /^DAMAGED {6}2023-.*\(its file CURRENT is gone\); it was set aside as \/data\/db-damaged; .*\(entries: 600\); .*\/media\/usb, could not be looked into.*; further entries that could be read: 1\./,
  );
  assert.doesNotMatch(statusLines(about).join(), /DAMAGED/);
});

testNearby('byr nearby lists who tells the network of itself and is no peer', async (context) => {
  const alice = await openNode(context, { name: 'Alice', nearby: true });
  const bob = await openNode(context, { name: 'Bob', nearby: true });
  const line = `${addressOf(alice)}  Alice`;
  await until('Bob to list Alice', async () =>
    (await byr(['nearby', '-u', addressOf(bob)])).stdout.split('\n').includes(line),
  );
  const { stdout } = await byr(['nearby', '--json', '-u', addressOf(bob)]);
  const told = (JSON.parse(stdout) as { id: string }[]).find(({ id }) => id === alice.id);
  assert.deepEqual(told, { id: alice.id, name: 'Alice', address: addressOf(alice) });
  await bob.peers.add(addressOf(alice));
  assert.ok(!(await byr(['nearby', '-u', addressOf(bob)])).stdout.includes(line));
});
