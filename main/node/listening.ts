import type { Logger } from '../net/logger';
import { PortTaken } from '../net/server/server';

/** A port in use is tried again after this: the user may end the other program, and need do no more. */
const AGAIN_MS = 2_000;

export interface ListeningHost {
  readonly logger: Logger;
  /** Listens, and returns where. @throws PortTaken */
  listen(): Promise<number>;
  /** It now listens, which it could not at first. */
  opened(): void;
}

/** Where a node listens. If it cannot, it keeps trying, and the node works without. */
export class Listening {
  #port: number | null = null;
  #problem: PortTaken | null = null;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;
  /** The latest try after the first. */
  #trying: Promise<void> = Promise.resolve();

  constructor(readonly host: ListeningHost) {}

  get port(): number | null {
    return this.#port;
  }

  /** Why it does not listen. */
  get problem(): PortTaken | null {
    return this.#problem;
  }

  /** Tries once, then again and again while the port is taken. */
  async start(): Promise<void> {
    try {
      this.#port = await this.host.listen();
      this.#problem = null;
    } catch (error) {
      if (!(error instanceof PortTaken)) throw error;
      if (this.#problem === null) this.host.logger.warn(error.message);
      this.#problem = error;
      if (!this.#isStopped) this.#timer = setTimeout(() => this.#tryAgain(), AGAIN_MS);
    }
  }

  /** Resolves once no try is under way: what it may have opened can be closed then. */
  stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    return this.#trying;
  }

  #tryAgain(): void {
    this.#trying = this.#again();
  }

  async #again(): Promise<void> {
    const { logger } = this.host;
    try {
      await this.start();
      // A node that closed meanwhile must not come up again.
      if (this.#port === null || this.#isStopped) return;
      logger.info(`Port ${this.#port} is free now; this node listens there.`);
      this.host.opened();
    } catch (error) {
      logger.error(`This node does not listen: ${(error as Error).message}`);
    }
  }
}
