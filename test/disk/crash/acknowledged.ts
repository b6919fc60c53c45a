import { readBackup } from '../../../main/backup/read-backup';
import type { Database } from '../../../main/store/database';
import { stampText } from '../../../main/store/stamp';
import { checkKey, type Key } from '../../../main/store/text';
import { isDelete } from './work';

/** What workers said that was acknowledged: by key, the number of its last write. */
export class Acknowledged {
  readonly #last = new Map<string, number>();
  /** The highest of each writer. */
  readonly #heads = new Map<string, number>();
  /** By key, the stamp of the entry that was restored. */
  readonly #restored = new Map<Key, string>();
  count = 0;

  heard(lines: readonly string[]): void {
    for (const line of lines) {
      const [, key, writer, n] = /^((\d+)\/\d+) (\d+)$/.exec(line) ?? [];
      if (key === undefined || writer === undefined) continue;
      this.#last.set(key, Number(n));
      this.#heads.set(writer, Number(n));
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
    return 10 * Math.ceil((Math.max(0, ...this.#heads.values()) + 1_000) / 10);
  }

  /** Says of each key that the database does not have as it was acknowledged, or as a later write left it. */
  lostFrom(database: Database): string[] {
    const earlier = [...this.#restored].filter(([key, stamp]) => {
      const winner = database.winner(key);
      return winner === undefined || stampText(winner.stamp) < stamp;
    });
    return [...earlier.map(([key]) => `${key} of the backup`), ...this.#lostWrites(database)];
  }

  #lostWrites(database: Database): string[] {
    return [...this.#last].flatMap(([key, n]) => {
      const winner = database.winner(checkKey(key));
      const head = this.#heads.get(key.split('/')[0] ?? '') ?? 0;
      const found =
        winner === undefined ? -1 : winner.value === null ? this.#deletion(n, head) : numberIn(winner.value);
      if (found < n) return [`${key}: ${n} was acknowledged, ${winner?.value?.slice(0, 20)} is there`];
      this.#last.set(key, found);
      return [];
    });
  }

  /** The number that a deletion may have that was acknowledged after write `n`, or was under way after write `head`. */
  #deletion(n: number, head: number): number {
    if (isDelete(n)) return n;
    const underWay = [head + 1, head + 2].find(isDelete);
    return underWay ?? -1;
  }
}

function numberIn(value: string): number {
  return Number.parseInt(JSON.parse(value), 10);
}
