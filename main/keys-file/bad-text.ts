import type { RefusalCode } from '../store/refusal';

/** A text that cannot be read from some line on. */
export class BadText extends Error {
  override readonly name = 'BadText';

  /** @param line from 1 */
  constructor(
    readonly code: RefusalCode,
    readonly line: number,
    message: string,
  ) {
    super(message);
  }
}
