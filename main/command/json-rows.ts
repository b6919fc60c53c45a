const SPACE = /[ \t\r\n]*/y;
const ATOM = /[^,\]}\s]*/y;
const LINE_ENDS = /\n/g;

/** A value in a JSON text: its place, and its own text, so that numbers keep their digits. */
export interface Item {
  /** From 1. */
  readonly line: number;
  /** The name of an object's member. */
  readonly name: string | null;
  readonly json: string;
}

/** The members of the object, or the items of the array, in a JSON text; `null` if it holds neither. */
export function jsonItems(text: string): Item[] | null {
  const items: Item[] = [];
  const start = skip(SPACE, text, 0);
  if (text[start] !== '{' && text[start] !== '[') return null;
  let line = 1 + lineEnds(text, 0, start);
  let counted = start;
  for (let at = skip(SPACE, text, start + 1); text[at] !== '}' && text[at] !== ']'; ) {
    line += lineEnds(text, counted, at);
    counted = at;
    let name: string | null = null;
    if (text[start] === '{') {
      const end = endOfString(text, at);
      name = JSON.parse(text.slice(at, end)) as string;
      at = skip(SPACE, text, skip(SPACE, text, end) + 1);
    }
    const end = endOfValue(text, at);
    items.push({ line, name, json: text.slice(at, end) });
    at = skip(SPACE, text, end);
    if (text[at] === ',') at = skip(SPACE, text, at + 1);
  }
  return items;
}

function endOfValue(text: string, at: number): number {
  if (text[at] === '"') return endOfString(text, at);
  if (text[at] !== '{' && text[at] !== '[') return skip(ATOM, text, at);
  let depth = 0;
  do {
    const character = text[at];
    if (character === '{' || character === '[') depth += 1;
    if (character === '}' || character === ']') depth -= 1;
    at = character === '"' ? endOfString(text, at) : at + 1;
  } while (depth > 0);
  return at;
}

function endOfString(text: string, at: number): number {
  let end = at + 1;
  for (; text[end] !== '"'; end++) if (text[end] === '\\') end += 1;
  return end + 1;
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  pattern.test(text);
  return pattern.lastIndex;
}

function lineEnds(text: string, from: number, to: number): number {
  return text.slice(from, to).match(LINE_ENDS)?.length ?? 0;
}
