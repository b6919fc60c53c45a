import { readBackup } from '../../../main/backup/read-backup';
import type { Database } from '../../../main/store/database';
import { stampText } from '../../../main/store/stamp';
import { checkKey, type Key } from '../../../main/store/text';
import { isDelete } from './work';

/** What workers said that was acknowledged: by key, the number of its last write. */
export class Acknowledged {
  readonly #last = new Map<string, number>();
  /** By key, the stamp of the entry that was restored. */
  readonly #restored = new Map<Key, string>();
  #highest = 0;
  count = 0;

  heard(lines: readonly string[]): void {
    for (const line of lines) {
      const [, key, n] = /^(\d+\/\d+) (\d+)$/.exec(line) ?? [];
      if (key === undefined) continue;
      this.#last.set(key, Number(n));
      this.#highest = Math.max(this.#highest, Number(n));
      this.count += 1;
    }
  }

  /** A backup was restored. */
  async heardOf(path: string): Promise<void> {
    for await (const entries of readBackup(path)) {
      for (const { key, stamp } of entries) this.#restored.set(key, stampText(stamp));
    }
  }

  /** Above every number given so far, also those of writes that were under way. */
  get next(): number {
    return this.#highest + 1_000;
  }

  /** What the database does not have. */
  lostFrom(database: Database): string[] {
    const restored = [...this.#restored].filter(([key, stamp]) => {
      const winner = database.winner(key);
      return winner === undefined || stampText(winner.stamp) < stamp;
    });
    return [...restored.map(([key]) => `${key} of the backup`), ...this.#lostWrites(database)];
  }

  /**
   * What was set is there if the winner or the history has it, or a later value. A deletion has no number: it is there if
   * the winner is one, or a value has a later number.
   */
  #lostWrites(database: Database): string[] {
    return [...this.#last].flatMap(([key, n]) => {
      const versions = database.versions(checkKey(key));
      const numbers = versions.map(({ value }) => (value === null ? 0 : numberIn(value)));
      const isDeleted = isDelete(n) && versions[0]?.value === null;
      if (isDeleted || numbers.some((number) => number >= n)) return [];
      return [`${key}: ${n} was acknowledged, of ${numbers.join(', ')} none is as late`];
    });
  }
}

function numberIn(value: string): number {
  return Number.parseInt(JSON.parse(value), 10);
}
