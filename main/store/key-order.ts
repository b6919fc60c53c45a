const ASCII = /^[\0-\x7f]*$/;
const MARKS = /\p{Mn}/gu;

/** A key with what it is sorted by. */
export interface Named {
  readonly key: string;
  /** The key, `folded`: mostly the same string. */
  readonly name: string;
}

/** In lower case, and without the marks on letters: 'Élève', in one form of Unicode or the other, as 'eleve'. */
export function folded(text: string): string {
  return ASCII.test(text) ? text.toLowerCase() : text.normalize('NFD').replace(MARKS, '').toLowerCase();
}

/** As people look a name up, and the same on every machine: 'alice', 'Bob', 'Élève', 'zoo'. */
export function byKey(a: Named, b: Named): boolean {
  return a.name === b.name ? a.key < b.key : a.name < b.name;
}

export function inKeyOrder(keys: readonly string[]): string[] {
  const named = keys.map((key) => ({ key, name: folded(key) }));
  return named.sort((a, b) => Number(byKey(b, a)) - Number(byKey(a, b))).map(({ key }) => key);
}
