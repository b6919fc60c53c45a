/** What happened in a simulation, a line an event, for whoever looks for the cause of a failure. */
export class Trace {
  readonly lines: string[] = [];

  constructor(
    readonly wanted: boolean,
    readonly now: () => number,
  ) {}

  /** `line` is called only where somebody wants to read it. */
  say(line: () => string): void {
    if (this.wanted) this.lines.push(`${(this.now() / 1000).toFixed(3).padStart(8)}  ${line()}`);
  }
}

/** A message on one line; of a fingerprint, enough to tell it from others. */
export function brief(message: object): string {
  return JSON.stringify(message, (key, value) => (key === 'fingerprint' ? value.slice(0, 6) : value)).slice(0, 400);
}
