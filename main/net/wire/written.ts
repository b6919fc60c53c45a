/** An answer whose JSON was written beforehand, a piece at a time: it goes into its packet as it stands. */
export class Written {
  constructor(readonly json: string) {}
}

/** The JSON of a list, in pieces. */
export function* listText(items: Iterable<unknown>): Generator<string> {
  let before = '[';
  for (const item of items) {
    yield `${before}${JSON.stringify(item)}`;
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
}

/** As `listText`, of a list of which several items come at once, or none. */
export function* partsText(parts: Iterable<readonly unknown[]>): Generator<string> {
  let before = '[';
  for (const part of parts) {
    const text = part.map((item) => JSON.stringify(item)).join(',');
    yield text === '' ? '' : before + text;
    if (text !== '') before = ',';
  }
  yield before === '[' ? '[]' : ']';
}

/** The JSON of an object with these properties, in pieces. */
export function* objectText(properties: Iterable<readonly [name: string, value: unknown]>): Generator<string> {
  let before = '{';
  for (const [name, value] of properties) {
    yield `${before}${JSON.stringify(name)}:${JSON.stringify(value)}`;
    before = ',';
  }
  yield before === '{' ? '{}' : '}';
}
