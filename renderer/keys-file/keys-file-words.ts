import type { Imported, KeysCheck, KeysFileWork, Refusal, RefusalCode, Rule, Status } from '../bridge';
import type { Text } from '../i18n';

/** Which work on a file of keys is under way, if any. */
export function fileWork(work: Status['work']): KeysFileWork | null {
  const kind = work?.kind;
  return kind === 'export' || kind === 'check-keys' || kind === 'import' ? kind : null;
}

/** What a file holds and what importing it would do, one line for each fact that applies: how many, and what. */
export function checkLines(check: KeysCheck, text: Text): [number, string][] {
  const words = text.keysFile;
  const lines: [number, (n: number) => string][] = [
    [check.keys, words.keys],
    [check.newKeys, words.newKeys],
    [check.changedKeys, words.changedKeys],
    [check.sameKeys, words.sameKeys],
  ];
  return lines.filter(([n], at) => at === 0 || n > 0).map(([n, what]) => [n, what(n)]);
}

/** Why nothing can be imported, or `null`. */
export function objection({ mistakes, keys, newKeys, sameKeys }: KeysCheck, rule: Rule, text: Text): string | null {
  const words = text.keysFile;
  if (mistakes > 0) return words.mistakes(mistakes);
  if (keys === 0) return words.empty;
  if (keys === sameKeys) return words.nothing;
  return rule === 'first' && newKeys === 0 ? words.first : null;
}

export function importedWords({ set, refused, backedUp }: Imported, text: Text): string {
  const words = text.keysFile;
  const parts = [words.imported(set), refused > 0 && words.refused(refused), backedUp && words.backedUp];
  return parts.filter((part) => part !== false).join(' ');
}

/** Why work on a file of keys was refused, and what to do. */
export function refusedWords({ code }: Pick<Refusal, 'code'>, kind: KeysFileWork, text: Text): string {
  const words = text.keysFile;
  const own: Partial<Record<RefusalCode, string>> = words.refusals;
  if (code !== 'cancelled') return own[code] ?? text.refusals[code];
  if (kind === 'export') return words.noneExported;
  return kind === 'import' ? words.cancelledImport : words.cancelled;
}
