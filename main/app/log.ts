import { join } from 'node:path';
import log from 'electron-log/main';
import type { Logger } from '../net/logger';

/** Bytes; a full log becomes `node.old.log`, replacing the last one, so logs never take more than twice this. */
const MAX_LOG = 1024 * 1024;

/** Writes to `node.log` in the profile. */
export function openLog(folder: string): Logger {
  log.transports.file.resolvePathFn = () => join(folder, 'node.log');
  log.transports.file.maxSize = MAX_LOG;
  log.transports.console.level = 'warn';
  return log;
}
