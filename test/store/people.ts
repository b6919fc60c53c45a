import type { Database } from '../../main/store/database';
import type { Rule } from '../../main/store/rule';
import type { JsonText } from '../../main/store/text';
import { ALICE, BOB, CHLOE, held, key, newDatabase, text, Wall } from './fixtures';

export interface People {
  readonly wall: Wall;
  readonly alice: Database;
  readonly bob: Database;
  readonly chloe: Database;
}

/** The key that everybody in these examples writes. */
export const LUNCH = key('lunch');

/** Three nodes on one wall clock, and no link between them until they `meet`. */
export function people(rule: Rule = 'latest'): People {
  const wall = new Wall();
  const [alice, bob, chloe] = [ALICE, BOB, CHLOE].map((node) => newDatabase(rule, wall, node));
  if (alice === undefined || bob === undefined || chloe === undefined) throw new TypeError('Three nodes make three.');
  return { wall, alice, bob, chloe };
}

/** Each gets what the others hold. */
export function meet(...databases: Database[]): void {
  const all = databases.map((database) => ({ node: database.clock.node, versions: held(database) }));
  for (const database of databases) {
    for (const { node, versions } of all) if (node !== database.clock.node) database.merge(versions, node);
  }
}

/** A write one millisecond after all before it. */
export function sets({ wall }: People, database: Database, value: string | null): void {
  wall.now += 1;
  database.put(LUNCH, value === null ? null : text(value));
}

export function value(database: Database): string | null | undefined {
  return read(database.winner(LUNCH)?.value);
}

/** Values in conflict with the winner. */
export function rivals(database: Database): (string | null | undefined)[] {
  return database.conflicts(LUNCH).map((version) => read(version.value));
}

function read(json: JsonText | null | undefined): string | null | undefined {
  return typeof json === 'string' ? (JSON.parse(json) as string) : json;
}
