import type { HistoryItem, Rule } from '../bridge';
import { isolated } from '../format';
import type { Text } from '../i18n';
import { writerWords } from '../ui/writer-name';

/** Why an entry won or lost, to follow its writer and time; empty if there was no conflict. */
export function whyOf(item: HistoryItem, history: readonly HistoryItem[], rule: Rule, text: Text): string {
  const words = text.detail;
  if (item.role === 'conflict') return rule === 'first' ? words.lostToEarlier : words.lostToLater;
  if (item.role === 'past') return '';
  const losers = history.filter((other) => other.role === 'conflict');
  if (losers.length === 0) return '';
  return words.without(...new Set(losers.map((loser) => isolated(writerWords(loser.by, text)))));
}
