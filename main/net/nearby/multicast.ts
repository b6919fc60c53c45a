import { createSocket } from 'node:dgram';
import multicastDns, { type MulticastDNS, type ResponsePacket } from 'multicast-dns';
import { sendingAddresses } from '../interfaces';
import { type Announcement, announce, isQuestion, question } from './announcement';

/** Of multicast DNS (RFC 6762, section 3). */
export const MULTICAST_PORT = 5353;

export interface MulticastHost {
  /** Somebody asks who is there. */
  asked(): void;
  /** @param from the host that told it */
  told(packet: ResponsePacket, from: string): void;
  /** It can be used. */
  ready(): void;
  /** It cannot be used, and is closed. */
  failed(error: Error): void;
}

/**
 * A socket of multicast DNS that speaks on all of this machine's networks: the system, left to itself, would choose
 * one, which may be that of a virtual machine. It shares its port with the system's own responder and with other nodes.
 */
export class Multicast {
  readonly #socket = createSocket({ type: 'udp4', reuseAddr: true });
  readonly #dns: MulticastDNS;
  /** What is sent goes one after the other, as the socket has one network at a time. */
  #sending: Promise<void>;

  constructor(port: number, host: MulticastHost) {
    const dns = multicastDns({ port, socket: this.#socket }) as MulticastDNS & { update(): void };
    this.#dns = dns;
    const { update } = dns;
    // It asks the system for its networks, every 5 s, which fails where the system has no file left.
    dns.update = () => {
      try {
        update();
      } catch (error) {
        dns.emit('warning', error);
      }
    };
    this.#sending = new Promise((resolve) => {
      dns.once('ready', () => {
        resolve();
        host.ready();
      });
      dns.once('error', (error: Error) => {
        resolve();
        void this.close();
        host.failed(error);
      });
    });
    // After the first; and of what others send that is no DNS, or of a network that cannot multicast, nobody needs to
    // hear.
    for (const event of ['error', 'warning'] as const) dns.on(event, () => {});
    dns.on('query', (packet) => {
      if (isQuestion(packet)) host.asked();
    });
    dns.on('response', (packet, { address, port: from }) => {
      // From another port it is no answer of multicast DNS (RFC 6762, section 6).
      if (from === port) host.told(packet, address);
    });
  }

  ask(): void {
    this.#send((done) => this.#dns.query(question, done));
  }

  tell(announcement: Announcement): void {
    this.#send((done, address) => this.#dns.respond(announce(announcement, address), done));
  }

  /** Once all is sent. */
  async close(): Promise<void> {
    await this.#sending;
    await new Promise<void>((resolve) => this.#dns.destroy(resolve));
  }

  #send(send: (done: () => void, address: string) => void): void {
    this.#sending = this.#sending.then(async () => {
      for (const address of sendingAddresses()) {
        if (this.#speaksOn(address)) await new Promise<void>((resolve) => send(resolve, address));
      }
    });
  }

  /** Whether there is such a network still. */
  #speaksOn(address: string): boolean {
    try {
      this.#socket.setMulticastInterface(address);
      return true;
    } catch {
      return false;
    }
  }
}
