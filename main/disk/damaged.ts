/** What a disk holds is not what was written to it. The message says how that was noticed. */
export class Damaged extends Error {
  override readonly name = 'Damaged';
  readonly code = 'DAMAGED';
}

/** LevelDB's refusal to open: damage as such, anything else, such as a lack of rights, as it is. */
export function unopened(error: unknown): unknown {
  if (error instanceof Damaged) return error;
  const { code, message } = ((error as Error).cause ?? error) as { code?: unknown; message: string };
  return code === 'LEVEL_CORRUPTION' ? new Damaged(message, { cause: error }) : error;
}

/** What went wrong with reading a database that could be opened: a table that is cut short is a fault of the disk to LevelDB. */
export function unread(error: unknown): unknown {
  const { code, message } = error as { code?: unknown; message: string };
  return code === 'LEVEL_CORRUPTION' || code === 'LEVEL_IO_ERROR' ? new Damaged(message, { cause: error }) : error;
}
