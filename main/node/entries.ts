import type { ConflictView, EntryService, EntryView } from '../net/service';
import type { Database } from '../store/database';
import type { Version } from '../store/record';
import { type NodeId, stampText, writerOf } from '../store/stamp';
import type { Key } from '../store/text';
import type { Changes } from './changes';

/** Reads of the database, with the names of the writers. */
export class Entries implements EntryService {
  constructor(
    readonly database: Database,
    readonly changes: Changes,
    /** The writing node's name, as far as this one knows it. */
    readonly nameOf: (writer: NodeId) => string,
  ) {}

  one(key: Key): EntryView | null {
    const winner = this.database.winner(key);
    return winner === undefined ? null : this.#view(winner);
  }

  history(key: Key): EntryView[] {
    return this.database.versions(key).map((version) => this.#view(version));
  }

  *conflicts(): Generator<ConflictView | undefined> {
    for (const key of [...this.database.conflicted]) {
      const winner = this.database.winner(key);
      const losers = this.database.conflicts(key).map((version) => this.#view(version));
      const isOpen = winner !== undefined && losers.length > 0;
      yield isOpen ? { key, winner: this.#view(winner), losers } : undefined;
    }
  }

  deleted(): Iterable<Key | undefined> {
    return this.database.tombstones();
  }

  watch(listener: (entries: EntryView[]) => void): () => void {
    return this.changes.listen({
      entries: (winners) => listener(winners.map((version) => this.#view(version))),
      status: () => {},
    });
  }

  #view({ key, value, stamp }: Version): EntryView {
    const script = writerOf(stamp.node).course ? ' (script)' : '';
    return { key, value, by: `${this.nameOf(stamp.node)}${script}`, time: stamp.time, stamp: stampText(stamp) };
  }
}
