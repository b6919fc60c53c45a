/** What a disk holds is not what was written to it. The message says how that was noticed. */
export class Damaged extends Error {
  override readonly name = 'Damaged';
  readonly code = 'DAMAGED';
}

/** LevelDB's error on opening: damage as `Damaged`, any other error, such as missing rights, unchanged. */
export function unopened(error: unknown): unknown {
  if (error instanceof Damaged) return error;
  const { code, message } = ((error as Error).cause ?? error) as { code?: unknown; message: string };
  return code === 'LEVEL_CORRUPTION' ? new Damaged(message, { cause: error }) : error;
}

/** An error of reading an open database: LevelDB reports a truncated table as a disk fault. */
export function unread(error: unknown): unknown {
  const { code, message } = error as { code?: unknown; message: string };
  return code === 'LEVEL_CORRUPTION' || code === 'LEVEL_IO_ERROR' ? new Damaged(message, { cause: error }) : error;
}
