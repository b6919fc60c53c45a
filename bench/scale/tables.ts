import { workBytes } from './costs';
import { SETS as HALF } from './heal';
import { KEYS } from './join';
import type { Figures } from './measure';
import type { Spread } from './spread';
import { type Column, costText, rounded, type Table, table } from './table';

const SET =
  'Up to 33 nodes are a clique: the writer sends to all, nobody hands anything on, and nothing is sent twice. ' +
  'Larger networks hand on, and the first sets cross many links in vain; such links are spared after that, until ' +
  'three hand on to each node. What grows is the number of hops, with the logarithm of the nodes.';
const SENT =
  'In a clique the entry costs each node the same whatever the clique’s size; that it is in sync, a node reports on ' +
  'each of its links, at most 32.';
const RING =
  'Where every node has only two links, nothing can be spared, and time grows with the distance around the ring.';
const MANY =
  'In a clique each entry goes once to each node. In larger networks it arrives about three times, over the links ' +
  'that go on handing on, which keep the network whole for any writer while links break.';
const HALVES =
  'All hold all some 0.1 s after the first link; redials come within 0.25 to 0.5 s. While links come back one by ' +
  'one, nodes do not know yet who else has one, and send to each other in vain, most of all where all are linked to ' +
  'all.';
const NEWCOMER = 'It reads one of its peers from the start, and compares with no other unless they differ after that.';
const REST =
  'A node sends at most four pings a second, however many its links, and as many pongs as its peers ask for. While a ' +
  'network builds, every new link is announced on all links of both ends: once, in proportion to the square of a ' +
  'node’s links.';

const size: Column = ['nodes', ({ nodes }) => rounded(nodes)];

export function tables(all: readonly Figures[]): Table[] {
  return [set, sent, inRing, atOnce, healing, joining, resting].map((make) => make(all));
}

function set(all: readonly Figures[]): Table {
  return table(all, 'One set', SET, [
    size,
    ['links', ({ links }) => links],
    ['links crossed', ({ set }) => set.crossings],
    ['more than n-1', ({ set, nodes }) => set.crossings - (nodes - 1)],
    ['x (n-1)', ({ set, nodes }) => set.crossings / (nodes - 1)],
    ['most on one link', ({ set }) => set.most],
    ['hops', ({ set }) => set.hops],
    ['all hold it, ms', ({ set }) => set.held],
    ['all links say so, ms', ({ set }) => set.inSync],
    ['comparisons', ({ set }) => set.comparisons],
  ]);
}

function sent(all: readonly Figures[]): Table {
  return table(all, 'What a node sends for one set', SENT, [
    size,
    ['`changes`', ({ set }) => costText(set.costs.changes)],
    ['`applied`', ({ set }) => costText(set.costs.applied)],
    ['`settled`', ({ set }) => costText(set.costs.settled)],
    ['comparing', ({ set }) => costText(set.costs.repair)],
    ['together, B', ({ set }) => workBytes(set.costs)],
  ]);
}

function inRing(all: readonly Figures[]): Table {
  return table(all, 'One set in a ring', RING, [
    size,
    ['links crossed', ({ ring }) => ring.crossings],
    ['hops', ({ ring }) => ring.hops],
    ['all hold it, ms', ({ ring }) => ring.held],
    ['all links say so, ms', ({ ring }) => ring.inSync],
    ['comparisons', ({ ring }) => ring.comparisons],
    ['sent by a node, B', ({ ring }) => workBytes(ring.costs)],
  ]);
}

function atOnce(all: readonly Figures[]): Table {
  const columns = (of: (figures: Figures) => Spread, i: 0 | 1): Column[] => [
    ['sets', ({ sets }) => sets[i]],
    ['x (n-1)', (figures) => of(figures).crossings / figures.sets[i] / (figures.nodes - 1)],
    ['all hold all, ms', (figures) => of(figures).held],
    ['all links say so, ms', (figures) => of(figures).inSync],
    ['sent by a node for a set, B', (figures) => workBytes(of(figures).costs) / figures.sets[i]],
  ];
  return table(all, 'Many sets at once, by one node and by up to 100', MANY, [
    size,
    ...columns(({ burst }) => burst, 0),
    ...columns(({ many }) => many, 1),
  ]);
}

function healing(all: readonly Figures[]): Table {
  return table(all, 'Two halves come together again', HALVES, [
    size,
    ['links cut', ({ healing }) => healing.cut],
    ['first link, ms', ({ healing }) => healing.firstLink],
    ['all hold all, ms', ({ healing }) => healing.held],
    ['since the first link, ms', ({ healing }) => healing.held - healing.firstLink],
    ['last link, ms', ({ healing }) => healing.allLinks],
    ['all links say so, ms', ({ healing }) => healing.inSync],
    [`x ${2 * HALF} over the cut`, ({ healing }) => healing.between / (2 * HALF)],
    ['x what all lacked', ({ healing, nodes }) => healing.crossings / (HALF * nodes)],
    ['comparisons', ({ healing }) => healing.comparisons],
    ['sent by a node, B', ({ healing }) => workBytes(healing.costs)],
    ['`links`, B', ({ healing }) => healing.costs.links.bytes],
  ]);
}

function joining(all: readonly Figures[]): Table {
  return table(all, `A newcomer to ${rounded(KEYS)} keys`, NEWCOMER, [
    size,
    ['its links', ({ joining }) => joining.links],
    ['holds all, ms since its first link', ({ joining }) => joining.held - joining.firstLink],
    ['entries got', ({ joining }) => joining.got],
    ['given back', ({ joining }) => joining.gave],
    ['over other links', ({ joining }) => joining.elsewhere],
    ['comparisons', ({ joining }) => joining.comparisons],
    ['sent by all together, B', ({ joining }) => workBytes(joining.costs)],
  ]);
}

function resting(all: readonly Figures[]): Table {
  return table(all, 'What a node sends at rest, and while all link', REST, [
    size,
    ['pings and pongs a second', ({ idle }) => costText(idle.ping)],
    ['`links` while all link', ({ built }) => costText(built.links)],
    ['all else then, B', ({ built }) => workBytes(built)],
  ]);
}
