/** What the node tells its log. The app gives it electron-log, the command line standard error, most tests nothing. */
export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
