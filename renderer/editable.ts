import type { KeyDetail } from './bridge';

/** How a value is edited: its bare text, or JSON text as it is stored (so that big integers survive). */
export interface Editable {
  mode: 'text' | 'json';
  text: string;
  /** Every line of the value ends in CR LF, which a text field cannot hold: saving puts them back. */
  crlf: boolean;
}

/**
 * A text field turns CR LF and a lone CR into LF. A text whose lines all end alike can be restored on saving; one that
 * mixes them is edited as JSON, where they show as escapes.
 */
export function editableOf(detail: Pick<KeyDetail, 'json' | 'kind'>): Editable {
  const json = detail.json ?? '';
  if (detail.kind !== 'text' || detail.json === null) return { mode: 'json', text: json, crlf: false };
  const text = decodeText(json);
  if (text === null) return { mode: 'json', text: json, crlf: false };
  if (!text.includes('\r')) return { mode: 'text', text, crlf: false };
  const unix = text.replaceAll('\r\n', '\n');
  const uniform = !unix.includes('\r') && unix.replaceAll('\n', '\r\n') === text;
  return uniform ? { mode: 'text', text: unix, crlf: true } : { mode: 'json', text: json, crlf: false };
}

/** What `NodeApi.put` takes for an edited value. */
export function toPut(edited: string, editable: Pick<Editable, 'mode' | 'crlf'>): { text: string } | { json: string } {
  if (editable.mode === 'json') return { json: edited };
  return { text: editable.crlf ? edited.replaceAll('\n', '\r\n') : edited };
}

/** A value to be pasted elsewhere: a text as it is, any other as JSON. */
export function valueText({ json, kind }: Pick<KeyDetail, 'json' | 'kind'>): string {
  const text = kind === 'text' && json !== null ? decodeText(json) : null;
  return text ?? json ?? '';
}

/** Why a text is not JSON, in the engine's words, or `null` if it is. The parsed value is thrown away. */
export function jsonProblem(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function decodeText(json: string): string | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}
