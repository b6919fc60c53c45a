import type { Page, PageQuery, Row } from './bridge';
import { Seen } from './seen';

export type View = Pick<PageQuery, 'search' | 'show' | 'sort' | 'descending'>;

/** Large enough that a screen needs at most two pages, small enough to cross IPC within a frame or two. */
export const PAGE_SIZE = 200;
/** Rows fetched ahead on both sides of what is shown. */
const MARGIN = 100;
/** 8,000 rows, some megabytes: a long way back without a fetch. */
const MAX_PAGES = 40;
/** Rows that are to glow once they are on the screen, which many never are: as many as rows are at hand. */
const MAX_GLOWING = MAX_PAGES * PAGE_SIZE;
/** Scrolling fast over many pages must not queue them all: the newest place wins. */
const MAX_FLYING = 2;

interface Held {
  rows: readonly Row[];
  version: number;
}

/**
 * A window onto a table that lives in another process. It holds some pages around what is shown, keeps old rows until
 * newer ones are there, and never has more than two calls under way. It has no timers: its owner decides when to
 * refresh.
 */
export class Pages {
  /** `null` until the first answer. */
  total: number | null = null;
  /** The view that the rows at hand belong to: the last one asked for, once its first page is there. */
  shown: View | null = null;
  #view: View | null = null;
  #held = new Map<number, Held>();
  #flying = new Set<number>();
  #generation = 0;
  #version = 0;
  #first = 0;
  #last = 0;
  #revision = 0;
  #listeners = new Set<() => void>();
  #seen = new Seen();
  #glowing = new Map<string, string>();
  readonly #fetch: (query: PageQuery) => Promise<Page | null>;

  constructor(fetch: (query: PageQuery) => Promise<Page | null>) {
    this.#fetch = fetch;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  revision = (): number => this.#revision;

  row(index: number): Row | undefined {
    return this.#held.get(Math.floor(index / PAGE_SIZE))?.rows[index % PAGE_SIZE];
  }

  /** The index of a key among the pages at hand, or `null`. */
  find(key: string): number | null {
    for (const [page, { rows }] of this.#held) {
      const at = rows.findIndex((row) => row.key === key);
      if (at >= 0) return page * PAGE_SIZE + at;
    }
    return null;
  }

  /** Whether this row changed since it was last shown, and nobody called `glowed` yet. */
  glows(row: Row): boolean {
    return this.#glowing.get(row.key) === row.stamp;
  }

  glowed(key: string): void {
    this.#glowing.delete(key);
  }

  /** Changes search or order. The old rows stay until the first page of the new view is there. */
  setView(view: View): void {
    this.#view = view;
    this.#generation++;
    this.#flying.clear();
    this.#first = 0;
    this.#last = 0;
    this.#load(0);
  }

  /** Sets which rows are on the screen, so that they and some more are fetched. */
  show(first: number, last: number): void {
    this.#first = first;
    this.#last = last;
    this.#pump();
  }

  /** The database changed: what is shown is fetched again, the rest when it is shown. */
  refresh(): void {
    this.#version++;
    this.#pump();
  }

  #pump(): void {
    if (this.shown !== this.#view) {
      if (this.#flying.size === 0) this.#load(0);
      return;
    }
    for (const page of this.#wanted()) {
      if (this.#flying.size >= MAX_FLYING) return;
      const fresh = this.#held.get(page)?.version === this.#version;
      if (!fresh && !this.#flying.has(page)) this.#load(page);
    }
  }

  #wanted(): number[] {
    const end = Math.max(0, (this.total ?? 0) - 1);
    const middle = Math.floor((this.#first + this.#last) / 2 / PAGE_SIZE);
    const from = Math.floor(Math.max(0, Math.min(this.#first - MARGIN, end)) / PAGE_SIZE);
    const to = Math.floor(Math.min(this.#last + MARGIN, end) / PAGE_SIZE);
    const pages = Array.from({ length: Math.max(1, to - from + 1) }, (_, i) => from + i);
    return pages.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
  }

  #load(page: number): void {
    const view = this.#view;
    if (!view) return;
    const generation = this.#generation;
    const version = this.#version;
    this.#flying.add(page);
    this.#fetch({ ...view, offset: page * PAGE_SIZE, limit: PAGE_SIZE }).then(
      (answer) => {
        if (generation !== this.#generation) return;
        this.#flying.delete(page);
        if (answer !== null) this.#accept(page, answer, version);
      },
      () => {
        // A closing node no longer answers; the next scroll or refresh tries again.
        if (generation === this.#generation) this.#flying.delete(page);
      },
    );
  }

  #accept(page: number, answer: Page, version: number): void {
    if (this.shown !== this.#view) {
      this.#held.clear();
      this.shown = this.#view;
    }
    this.total = answer.total;
    for (const row of this.#seen.changed(answer.rows, Date.now())) this.#glow(row);
    this.#held.set(page, { rows: answer.rows, version });
    this.#evict();
    this.#revision++;
    for (const listener of this.#listeners) listener();
    this.#pump();
  }

  #glow({ key, stamp }: Row): void {
    this.#glowing.delete(key);
    this.#glowing.set(key, stamp);
    if (this.#glowing.size <= MAX_GLOWING) return;
    const oldest = this.#glowing.keys().next();
    if (!oldest.done) this.#glowing.delete(oldest.value);
  }

  #evict(): void {
    const middle = (this.#first + this.#last) / 2 / PAGE_SIZE;
    while (this.#held.size > MAX_PAGES) {
      const pages = [...this.#held.keys()];
      this.#held.delete(pages.reduce((far, page) => (Math.abs(page - middle) > Math.abs(far - middle) ? page : far)));
    }
    for (const page of this.#held.keys())
      if (page > 0 && page * PAGE_SIZE >= (this.total ?? 0)) this.#held.delete(page);
  }
}
