import type { Entry } from '../store/entry';
import { stampText } from '../store/stamp';

/** What tells an entry from all others on a disk: its stamp and its key. A stamp's text holds no slash. */
export function rowId({ key, stamp }: Entry): string {
  return `${stampText(stamp)}/${key}`;
}
