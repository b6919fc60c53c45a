import type { Logger } from '../../main/net/logger';

/** A log that nobody reads. */
export const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };
