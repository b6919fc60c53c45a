export interface PageQuery {
  /** Part of a key or of a value's text, in any case; empty for all keys. */
  search: string;
  /** All keys with a value; only those in conflict, deleted ones included; or only those that are deleted. */
  show: 'all' | 'conflicts' | 'deleted';
  sort: 'key' | 'time';
  descending: boolean;
  offset: number;
  /** 1 to 500. */
  limit: number;
}

export interface Page {
  /** How many rows the search finds in all. */
  total: number;
  offset: number;
  rows: Row[];
}

export type ValueKind = 'text' | 'number' | 'boolean' | 'null' | 'list' | 'object';
export interface Writer {
  name: string;
  /** This node. */
  self: boolean;
  /** A script or course node whose set the named node took. */
  script: boolean;
}

export interface Row {
  key: string;
  /** The text, or the JSON text of any other kind, cut at 300 characters; empty where deleted. */
  preview: string;
  /** Whether the preview is known to be the whole value. */
  whole: boolean;
  kind: ValueKind;
  /** When all keys are shown: deleted less than 10 s ago. */
  deleted: boolean;
  /** For a deleted row: the stamp to put back. */
  undo: string | null;
  by: Writer;
  time: number;
  stamp: string;
  /** How many values compete: 1, or more in a conflict. */
  values: number;
}

export interface HistoryItem {
  stamp: string;
  preview: string;
  kind: ValueKind;
  deleted: boolean;
  by: Writer;
  time: number;
  /** `now` is the winner; a `conflict` lost to it, and neither writer had seen the other's value; the rest is `past`. */
  role: 'now' | 'conflict' | 'past';
}

export interface KeyDetail {
  key: string;
  /** JSON text; `null` where deleted, or left out for its size. */
  json: string | null;
  /** Of the value, as its bound counts it: of a text itself, of any other kind its JSON text; 0 where deleted. */
  size: number;
  kind: ValueKind;
  deleted: boolean;
  stamp: string;
  /** The winner first, then by the network's rule. */
  history: HistoryItem[];
}
