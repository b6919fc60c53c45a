/** An answer whose JSON was written beforehand, a piece at a time: it goes into its packet as it stands. */
export class Written {
  constructor(readonly json: string) {}
}

/**
 * The JSON of a list, in pieces. `undefined` is no item: by it who looks for items, and finds none for long, leaves room
 * for a rest.
 */
export function* listText(items: Iterable<unknown>): Generator<string> {
  let before = '[';
  for (const item of items) {
    yield item === undefined ? '' : `${before}${JSON.stringify(item)}`;
    if (item !== undefined) before = ',';
  }
  yield before === '[' ? '[]' : ']';
}

/** As `listText`, the JSON of an object with these properties. */
export function* objectText(
  properties: Iterable<readonly [name: string, value: unknown] | undefined>,
): Generator<string> {
  let before = '{';
  for (const property of properties) {
    yield property === undefined ? '' : `${before}${JSON.stringify(property[0])}:${JSON.stringify(property[1])}`;
    if (property !== undefined) before = ',';
  }
  yield before === '{' ? '{}' : '}';
}
