import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { parseAddress } from '../../main/net/address';
import type { Card } from '../../main/net/protocol';
import { dial } from '../../main/net/wire/dial';
import { SocketLink } from '../../main/net/wire/socket-link';
import type { Node } from '../../main/node/node';
import type { Entry } from '../../main/store/entry';
import { pack } from '../../main/store/pack';
import { BOB } from '../store/fixtures';
import { card } from './card';
import { addressOf } from './nodes';

/** A link to a node, of one that is a peer by its card, and keeps to nothing. */
export async function intrude(test: TestContext, node: Node, parts: Partial<Card> = {}): Promise<SocketLink> {
  const found = await dial(parseAddress(addressOf(node)), {
    path: '/byr',
    secret: null,
    card: { ...card(BOB), ...parts },
    expected: null,
    dial: { attempt: 1, seen: null },
    patience: 5_000,
  });
  assert.ok(found.kind === 'node' && found.link instanceof SocketLink);
  const { link } = found;
  test.after(() => link.close('closing'));
  return link;
}

/** The message that tells entries. */
export function telling(entries: readonly Entry[]): Parameters<SocketLink['send']>[0] {
  return { type: 'changes', entries: pack(entries), upTo: 0, left: 0, fingerprint: '0'.repeat(32) };
}
