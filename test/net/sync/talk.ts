import type { Outgoing } from '../../../main/net/protocol';
import type { Entry } from '../../../main/store/entry';
import { unpack } from '../../../main/store/pack';
import { ALICE, BOB, CHLOE, Party, Side } from '../../support/sides';

/** As often as a node ticks. */
const TICK_MS = 100;

export function parties(): [alice: Party, bob: Party, chloe: Party] {
  return [new Party(ALICE), new Party(BOB), new Party(CHLOE)];
}

/** A new link between two parties. @param cursors how far each has read the other before, where it knows */
export function link(a: Party, b: Party, cursors: readonly (number | null)[] = []): [Side, Side] {
  const [ours = null, theirs = null] = cursors;
  const sides: [Side, Side] = [new Side(a, b, ours), new Side(b, a, theirs)];
  for (const { sync } of sides) sync.start();
  return sides;
}

/** The link is gone, and what was under way on it. */
export function cut(...sides: Side[]): void {
  for (const side of sides) {
    side.sync.stop();
    side.party.sides.splice(side.party.sides.indexOf(side), 1);
  }
}

/** Carries messages until all are silent; returns all of them. */
export function talk(sides: readonly Side[], seen: () => void = () => {}): Outgoing[] {
  const said: Outgoing[] = [];
  while (sides.some(({ outbox }) => outbox.length > 0)) {
    for (const side of sides) {
      if (side.outbox.length > 0) said.push(side.deliver());
      seen();
    }
  }
  return said;
}

/** Lets time go by, ticking and talking, and linking anew who gave up; returns what was said. */
export function pass(ms: number, sides: readonly Side[]): Outgoing[] {
  const said = talk(sides);
  const all = new Set(sides.map(({ party }) => party));
  for (let gone = 0; gone < ms; gone += TICK_MS) {
    for (const { wall } of all) wall.now += TICK_MS;
    for (const { sync } of sides) sync.tick();
    relink(sides);
    said.push(...talk(sides));
  }
  return said;
}

function relink(sides: readonly Side[]): void {
  const gone = sides.filter(({ gaveUp }) => gaveUp);
  const ends = sides.filter(({ party, peer }) =>
    gone.some((side) => (side.party === party && side.peer === peer) || (side.party === peer && side.peer === party)),
  );
  for (const end of ends) end.renew();
  for (const { sync } of ends) sync.start();
}

export function batches(said: readonly Outgoing[]): Extract<Outgoing, { type: 'changes' }>[] {
  return said.filter((message) => message.type === 'changes');
}

/** The entries that were sent. */
export function entriesIn(said: readonly Outgoing[]): Entry[] {
  return batches(said).flatMap(({ entries }) => unpack(entries));
}
