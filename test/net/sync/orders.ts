import type { Entry } from '../../../main/store/entry';
import { checkKey, textValue } from '../../../main/store/text';
import { ALICE, BOB, CHLOE, Party, type Side } from '../../support/sides';
import { cut, link, pass } from './talk';

const LINKED_MS = 1_000;
const NAMES = ['Alice', 'Bob', 'Chloé'];
const lunch = checkKey('lunch');

/** The place of a party in its network. */
type Place = number;

/** Something that happens beside messages, once. */
interface Deed {
  /** The parties that notice it. */
  readonly at: readonly Place[];
  readonly name: string;
  readonly run: (network: Network) => void;
}

export interface Scenario {
  readonly links: readonly (readonly [Place, Place])[];
  /** How many entries each party has written before. */
  readonly holds: readonly number[];
  /** Whether all are in sync before the first deed. */
  readonly inSync: boolean;
  /** The deeds of one list happen in their order, all else in any. */
  readonly deeds: readonly (readonly Deed[])[];
}

/** A tiny network in which one thing happens at a time, as somebody chooses. */
export class Network {
  readonly parties: readonly Party[];
  readonly written: Entry[] = [];
  readonly sides: Side[] = [];
  /** What happened, for whoever reads of a failure. */
  readonly story: string[] = [];
  /** What each party noticed: while these are the same, so is all else. */
  readonly #noticed: string[];
  readonly #done: number[];

  constructor(readonly scenario: Scenario) {
    const { holds, links, inSync, deeds } = scenario;
    this.parties = [ALICE, BOB, CHLOE].slice(0, holds.length).map((id) => new Party(id));
    this.#noticed = holds.map(() => '');
    this.#done = deeds.map(() => 0);
    for (const [at, party] of this.parties.entries()) {
      party.fill(holds[at] ?? 0, NAMES[at]);
      this.written.push(...party.database.feed.after(0));
    }
    for (const [a, b] of links) this.link(a, b);
    if (inSync) pass(LINKED_MS, this.sides);
  }

  /** Equal where no party can tell two networks apart. */
  get state(): string {
    return this.#noticed.join('|');
  }

  /** What may happen next: the first message on some way, or the next deed of some list. */
  get choices(): string[] {
    const messages = this.sides.flatMap(({ outbox }, at) => (outbox.length > 0 ? [`m${at}`] : []));
    const deeds = this.scenario.deeds.flatMap((list, at) => ((this.#done[at] ?? 0) < list.length ? [`d${at}`] : []));
    return [...messages, ...deeds];
  }

  take(choice: string): void {
    const at = Number(choice.slice(1));
    if (choice.startsWith('m')) this.#deliver(this.sides[at] as Side, choice);
    else this.#run(at, choice);
  }

  party(at: Place): Party {
    return this.parties[at] as Party;
  }

  /** @param cursors as for `link` of ./talk */
  link(a: Place, b: Place, cursors: readonly (number | null)[] = []): void {
    this.sides.push(...link(this.party(a), this.party(b), cursors));
    for (const { party, peer } of this.sides) {
      const links = this.sides.filter((side) => side.party === peer).map((side) => side.peer.id);
      party.neighbours.told(peer.id, links);
    }
  }

  #deliver(side: Side, choice: string): void {
    const to = this.parties.indexOf(side.peer);
    const { type } = side.deliver();
    this.story.push(`${NAMES[to]} gets '${type}' from ${NAMES[this.parties.indexOf(side.party)]}`);
    this.#noticed[to] += choice;
  }

  #run(list: number, choice: string): void {
    const done = this.#done[list] ?? 0;
    const deed = this.scenario.deeds[list]?.[done] as Deed;
    this.#done[list] = done + 1;
    this.story.push(deed.name);
    deed.run(this);
    for (const at of deed.at) this.#noticed[at] += choice;
  }
}

/**
 * Sets a key that is the same for all; `null` deletes it where it has a value. Who has taken all
 * before is told at once, anybody else once that is so.
 */
export function writes(at: Place, value: string | null): Deed {
  return {
    at: [at],
    name: `${NAMES[at]} writes ${value}`,
    run: (network) => {
      const party = network.party(at);
      if (value === null && party.database.holds(lunch) !== 'value') return;
      const { added } = party.database.put(lunch, value === null ? null : textValue(value));
      network.written.push(...added);
      for (const { sync } of party.sides) if (sync.isQuiet) sync.pump();
    },
  };
}

/** Its clock goes on by so many ms at once, as where a machine or a network stood still. */
export function waits(at: Place, ms: number): Deed {
  return {
    at: [at],
    name: `${NAMES[at]} has waited for ${ms} ms`,
    run: (network) => {
      const party = network.party(at);
      party.wall.now += ms;
      for (const { sync } of party.sides) sync.tick();
    },
  };
}

/** The only link is lost, with what is under way, and made anew. */
export function relinks(a: Place, b: Place): Deed {
  return {
    at: [a, b],
    name: `${NAMES[a]} and ${NAMES[b]} are linked anew`,
    run: (network) => {
      const gone = network.sides.splice(0);
      const cursors = gone.map(({ sync }) => sync.cursor);
      cut(...gone);
      network.link(a, b, cursors);
    },
  };
}

/**
 * Lets all that may happen do so in every order; of those that no party can tell apart, in one (Mazurkiewicz 1977).
 * Returns how many these are.
 * @param end is called where nothing is left to happen
 */
export function explore(scenario: Scenario, end: (network: Network) => void): number {
  const seen = new Set<string>();
  const left: string[][] = [[]];
  let ends = 0;
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    const network = new Network(scenario);
    for (const choice of path) network.take(choice);
    while (!seen.has(network.state)) {
      seen.add(network.state);
      const [first, ...others] = network.choices;
      if (first === undefined) {
        ends += 1;
        end(network);
        break;
      }
      for (const other of others) left.push([...path, other]);
      path.push(first);
      network.take(first);
    }
  }
  return ends;
}
