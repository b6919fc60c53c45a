import { Cursors } from '../../main/net/peers/cursors';
import { type Outgoing, readMessage } from '../../main/net/protocol';
import { Neighbours } from '../../main/net/sync/neighbours';
import { Sync } from '../../main/net/sync/sync';
import { Turn } from '../../main/net/sync/turn';
import { ClockWrong } from '../../main/store/database';
import type { Entry } from '../../main/store/entry';
import type { Lineage } from '../../main/store/lineage';
import type { NodeId } from '../../main/store/stamp';
import { check } from './failure';
import type { LinkEnd, Side, SimLink } from './sim-link';
import type { SimNode } from './sim-node';
import { brief } from './trace';

/** What the two ends of a link know of each other. */
export interface SimCard extends Lineage {
  readonly id: NodeId;
  readonly entries: number;
}

interface Session {
  readonly link: SimLink;
  readonly side: Side;
  readonly card: SimCard;
  readonly sync: Sync;
}

/** What one process says over its links: the real talk, as main/net/peers/links.ts composes it. */
export class SimTalk {
  readonly sessions = new Map<NodeId, Session>();
  readonly #turn = new Turn();
  readonly #neighbours = new Neighbours(this.#turn);
  readonly #cursors: Cursors;
  #pumping = false;
  #isOver = false;

  /** @param cursors as the disk keeps them */
  constructor(
    readonly node: SimNode,
    cursors: unknown,
  ) {
    this.#cursors = new Cursors(cursors);
  }

  /** Takes its end of a link; where it was dialled it speaks at once, else once the other has said `hello`. */
  attach(link: SimLink, side: Side, { card }: SimNode, dialled: boolean): void {
    let session: Session | null = null;
    const end: LinkEnd = {
      receive: (text) => {
        if (session !== null) this.#receive(session, text);
        else if (text.startsWith('["hello"')) session = this.#join(link, side, card);
      },
      closed: () => {
        if (session !== null) this.#left(session);
      },
    };
    link.ends[side] = end;
    if (!dialled) return;
    link.send(side, { type: 'hello' });
    session = this.#join(link, side, card);
  }

  tick(): void {
    for (const { sync } of this.sessions.values()) sync.tick();
  }

  readonly storeChanged = (): void => {
    if (this.#pumping) return;
    this.#pumping = true;
    this.node.world.schedule.in(0, () => {
      this.#pumping = false;
      for (const { sync } of this.sessions.values()) sync.pump();
    });
  };

  /** How far it has read the feeds of others. */
  cursors(): Cursors['all'] {
    for (const session of this.sessions.values()) this.#remember(session);
    return this.#cursors.all;
  }

  /** The process says and hears nothing from now on. */
  end(): void {
    this.#isOver = true;
    this.sessions.clear();
  }

  #join(link: SimLink, side: Side, card: SimCard): Session {
    const { node } = this;
    const { world } = node;
    const older = this.sessions.get(card.id);
    if (older !== undefined) this.#left(older);
    const host = {
      ...{ database: node.database, neighbours: this.#neighbours, turn: this.#turn },
      ...{ now: node.wall, random: node.prng.next },
      apply: (entries: readonly Entry[], from: NodeId): void => this.#merge(entries, from),
      later: (run: () => void): void => world.schedule.in(0, run),
      spread: (from: NodeId, headBefore: number): void => this.#spread(from, headBefore),
    };
    const send = (message: Outgoing): void => {
      world.trace.say(() => `${node.name} -> ${world.nameOf(card.id)}  ${brief(message)}`);
      link.send(side, message);
    };
    const giveUp = (): void => world.giveUp(node, card.id);
    const sync = new Sync(host, card, this.#cursors.get(card.id, card), send, giveUp);
    this.#neighbours.need(card.id);
    const session = { link, side, card, sync };
    this.sessions.set(card.id, session);
    sync.start();
    this.#tellLinks();
    return session;
  }

  #left(session: Session): void {
    if (this.#isOver) return;
    this.#remember(session);
    session.sync.stop();
    if (this.sessions.get(session.card.id) !== session) return;
    this.sessions.delete(session.card.id);
    for (const id of this.#neighbours.lost(session.card.id)) this.sessions.get(id)?.sync.relayAgain();
    this.#tellLinks();
  }

  #spread(from: NodeId, headBefore: number): void {
    for (const { card, sync } of this.sessions.values()) {
      if (this.#neighbours.tells(from, card.id)) sync.skip(headBefore);
    }
  }

  #tellLinks(): void {
    const ids = [...this.sessions.keys()];
    for (const { link, side } of this.sessions.values()) link.send(side, { type: 'links', ids });
  }

  #remember({ card, sync }: Session): void {
    if (sync.cursor !== null) this.#cursors.set(card.id, card.epoch, sync.cursor);
  }

  #receive(session: Session, text: string): void {
    if (this.#isOver) return;
    const [type, body] = JSON.parse(text);
    const message = readMessage(type, body);
    check(
      message !== null && message.type !== 'peers' && message.type !== 'name' && message.type !== 'bye',
      () => `${this.node.name} got a message that breaks the protocol: ${text.slice(0, 300)}`,
    );
    if (message.type === 'links') this.#neighbours.told(session.card.id, message.ids);
    else session.sync.receive(message);
  }

  #merge(entries: readonly Entry[], from: NodeId): void {
    try {
      this.node.merge(entries, from);
    } catch (error) {
      if (error instanceof ClockWrong) this.node.world.trace.say(() => `${this.node.name} refuses: ${error.message}`);
      throw error;
    }
  }
}
