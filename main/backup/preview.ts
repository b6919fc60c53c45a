import type { RestorePreview } from '../status';
import { MAX_AHEAD_MS } from '../store/clock';
import type { Database } from '../store/database';
import type { Entry } from '../store/entry';
import { conflicts, insert, type Line, newVersion, type Version } from '../store/record';
import type { Key } from '../store/text';

/** Whether no node takes the entry, as it is stamped too far ahead of the clock here. */
export function isTooNew({ clock }: Database, { stamp }: Entry): boolean {
  return clock.ahead(stamp) > MAX_AHEAD_MS;
}

/** Counts what restoring would come to, and changes nothing. Entries of a key are to come one after the other. */
export class Preview {
  readonly #counts: RestorePreview = {
    ...{ keys: 0, newKeys: 0, changedKeys: 0, newerHere: 0, conflicts: 0, newEntries: 0, tooNew: 0 },
  };
  #group: Entry[] = [];

  constructor(readonly database: Database) {}

  add(entries: readonly Entry[]): void {
    for (const entry of entries) {
      if (this.#group[0]?.key !== entry.key) this.#endGroup();
      this.#group.push(entry);
    }
  }

  /** What all that was added comes to. */
  end(): RestorePreview {
    this.#endGroup();
    return { ...this.#counts };
  }

  #endGroup(): void {
    const group = this.#group;
    this.#group = [];
    const taken = group.filter((entry) => !isTooNew(this.database, entry));
    this.#counts.tooNew += group.length - taken.length;
    const [first] = taken;
    if (first !== undefined) this.#count(first.key, taken);
  }

  #count(key: Key, taken: readonly Entry[]): void {
    const here = this.database.versions(key);
    const fresh = taken.filter((entry) => !this.#isAmong(here, entry));
    const line = this.#merged(here, fresh);
    const winner = line[0] as Version;
    const counts = this.#counts;
    counts.keys += 1;
    counts.newEntries += line.filter((version) => this.#isAmong(fresh, version)).length;
    if (conflicts(line, this.database.rule).length > 0 && !this.database.conflicted.has(key)) counts.conflicts += 1;
    if (here.length === 0) counts.newKeys += 1;
    else if (this.#isAmong(fresh, winner)) counts.changedKeys += 1;
    else if (!this.#isAmong(taken, winner)) counts.newerHere += 1;
  }

  /** What the key would have. */
  #merged(here: Line, fresh: readonly Entry[]): Line {
    const { rule, order } = this.database;
    const [first, ...others] = [...here, ...fresh.map((entry) => newVersion(entry, null))];
    return others.reduce<Line>((line, version) => insert(line, version, rule, order)?.line ?? line, [first as Version]);
  }

  #isAmong(entries: readonly Entry[], entry: Entry): boolean {
    return entries.some((other) => this.database.order(other, entry) === 0);
  }
}
