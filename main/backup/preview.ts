import type { RestorePreview } from '../status';
import { MAX_AHEAD_MS } from '../store/clock';
import type { Database } from '../store/database';
import type { Entry } from '../store/entry';
import { conflicts, insert, type Line, newVersion } from '../store/record';
import { wins } from '../store/rule';
import type { JsonText, Key } from '../store/text';

/** Whether no node takes the entry, as its stamp is too far ahead of the clock here. */
export function isTooNew({ clock }: Database, { stamp }: Entry): boolean {
  return stamp.time - clock.now() > MAX_AHEAD_MS;
}

/** A key of the backup whose entries are still coming. */
interface Open {
  readonly key: Key;
  /** What the key has here. */
  readonly here: Line;
  /** What it would have once the entries so far were merged: bounded, however many come. */
  line: Line;
  /** Of the entries so far, the one that wins in the backup. */
  winner: Entry;
}

/** Counts what restoring would change, and changes nothing. A key's entries must come one after the other. */
export class Preview {
  readonly #counts: RestorePreview = {
    ...{ keys: 0, newKeys: 0, changedKeys: 0, conflicts: 0, newEntries: 0, tooNew: 0 },
    ...{ deletedHere: 0, otherHere: 0, setHere: 0, onlyHere: 0 },
  };
  /** Keys of the backup that have a value here. */
  #alsoHere = 0;
  #open: Open | null = null;

  constructor(readonly database: Database) {}

  add(entries: readonly Entry[]): void {
    for (const entry of entries) {
      if (this.#open?.key !== entry.key) this.#begin(entry);
      this.#take(this.#open as Open, entry);
    }
  }

  /** The counts over all entries added. */
  end(): RestorePreview {
    this.#endKey();
    // Changes since the first was added may make it negative.
    return { ...this.#counts, onlyHere: Math.max(0, this.database.size - this.#alsoHere) };
  }

  #begin(entry: Entry): void {
    this.#endKey();
    const here = this.database.versions(entry.key);
    this.#open = { key: entry.key, here, line: here, winner: entry };
  }

  #take(open: Open, entry: Entry): void {
    const { rule, order } = this.database;
    if (wins(rule, order(entry, open.winner))) open.winner = entry;
    if (isTooNew(this.database, entry)) {
      this.#counts.tooNew += 1;
      return;
    }
    const version = newVersion(entry, null);
    if (open.line.length === 0) open.line = [version];
    else open.line = insert(open.line, version, rule, order)?.line ?? open.line;
  }

  #endKey(): void {
    if (this.#open === null) return;
    const { key, here, line, winner } = this.#open;
    this.#open = null;
    const counts = this.#counts;
    counts.keys += 1;
    counts.newEntries += line.filter((version) => !this.#isAmong(here, version)).length;
    if (conflicts(line, this.database.rule).length > 0 && !this.database.conflicted.has(key)) counts.conflicts += 1;
    if ((here[0]?.value ?? null) !== null) this.#alsoHere += 1;
    const [merged] = line;
    if (merged !== undefined && here.length === 0) counts.newKeys += 1;
    else if (merged !== undefined && !this.#isAmong(here, merged)) counts.changedKeys += 1;
    this.#compare(merged?.value ?? null, winner.value);
  }

  /** Counts what merging does not bring back. */
  #compare(merged: JsonText | null, backup: JsonText | null): void {
    if (merged === backup) return;
    if (merged === null) this.#counts.deletedHere += 1;
    else if (backup === null) this.#counts.setHere += 1;
    else this.#counts.otherHere += 1;
  }

  #isAmong(entries: readonly Entry[], entry: Entry): boolean {
    return entries.some((other) => this.database.order(other, entry) === 0);
  }
}
