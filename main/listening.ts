import type { Logger } from './net/logger';
import { PortTaken } from './net/server/server';

/** A port that another program has is tried again after this: its user may well end that one, and expects no more of this. */
const AGAIN_MS = 2_000;

export interface ListeningHost {
  readonly logger: Logger;
  /** Listens, and returns where. @throws PortTaken */
  listen(): Promise<number>;
  /** It listens there, though at first it could not. */
  opened(): void;
}

/** Where a node listens. It goes on trying where it cannot, and works without meanwhile. */
export class Listening {
  #port: number | null = null;
  #problem: PortTaken | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isStopped = false;

  constructor(readonly host: ListeningHost) {}

  get port(): number | null {
    return this.#port;
  }

  /** Why it does not. */
  get problem(): PortTaken | null {
    return this.#problem;
  }

  /** Tries it once, and then, where the port cannot be had, again and again. */
  async start(): Promise<void> {
    try {
      this.#port = await this.host.listen();
      this.#problem = null;
    } catch (error) {
      if (!(error instanceof PortTaken)) throw error;
      if (this.#problem === null) this.host.logger.warn(error.message);
      this.#problem = error;
      if (!this.#isStopped) this.#timer = setTimeout(() => void this.#again(), AGAIN_MS);
    }
  }

  stop(): void {
    this.#isStopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  async #again(): Promise<void> {
    const { logger } = this.host;
    try {
      await this.start();
      // A node that closes meanwhile must not come up again.
      if (this.#port === null || this.#isStopped) return;
      logger.info(`Port ${this.#port} is free now; this node listens there.`);
      this.host.opened();
    } catch (error) {
      logger.error(`This node does not listen: ${(error as Error).message}`);
    }
  }
}
