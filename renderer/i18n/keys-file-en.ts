import { count, number } from './numbers-en';

export const keysFileEn = {
  import: 'Import keys…',
  export: 'Export keys…',
  title: 'Import keys',
  exporting: 'Export keys',
  work: { export: 'Exporting…', 'check-keys': 'Reading the file…', import: 'Importing…' },
  keys: (n: number): string => (n === 1 ? 'key in the file' : 'keys in the file'),
  newKeys: (_: number): string => 'new here',
  changedKeys: (n: number): string => (n === 1 ? 'has another value here' : 'have another value here'),
  sameKeys: (n: number): string => (n === 1 ? 'is here as in the file' : 'are here as in the file'),
  explain:
    'Importing sets the keys, on the peers too. Keys that are only here stay. A backup is made first if values change, so that this can be undone; each key’s history keeps them, too.',
  first: 'In this network a key keeps its first value: those that have another value here stay as they are.',
  nothing: 'All of it is here already.',
  empty: 'There is no key in this file.',
  mistakes: (n: number) =>
    `${count(n, 'mistake', 'mistakes')} in the file: nothing can be imported until it is mended.`,
  firstMistakes: 'The first mistakes',
  line: (n: number) => `Line ${number(n)}`,
  more: (n: number) => `and ${number(n)} more`,
  start: 'Import',
  stays: 'If you cancel, what was set so far stays.',
  exported: (n: number, name: string) => `${count(n, 'key', 'keys')} exported to ${name}`,
  imported: (n: number) => `${count(n, 'key is', 'keys are')} as in the file now.`,
  refused: (n: number) =>
    `${count(n, 'key keeps', 'keys keep')} another value: in this network a key can be set only once.`,
  backedUp: 'To undo it, put back the newest of the backups, made just before.',
  cancelled: 'Cancelled.',
  cancelledImport: 'Cancelled. What was set so far stays.',
  noneExported: 'Cancelled: no file was written',
  refusals: {
    'bad-request': 'Other work is under way. Wait for it, or cancel it.',
    'not-found': 'The file or its folder is no longer there. Choose another one.',
    'bad-text': 'This file is not UTF-8 text. Save it as UTF-8 (Excel: ‘CSV UTF-8’), then choose it again.',
    disk: 'The disk refused. Make room there, then try again. What was set so far stays.',
  },
};
