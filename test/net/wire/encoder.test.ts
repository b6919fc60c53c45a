import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Decoder, Encoder, type Packet, PacketType } from 'socket.io-parser';
import { parser } from '../../../main/net/wire/encoder';
import { Written } from '../../../main/net/wire/written';
import { pack } from '../../../main/store/pack';
import { jsonValue } from '../../../main/store/text';
import { ALICE, key, stamp } from '../../store/fixtures';

const entries = pack([
  { key: key('Ville'), value: jsonValue('"Lyon"'), stamp: stamp(1, 0, ALICE), parents: [] },
  { key: key('__proto__ "é"'), value: jsonValue('{"a":[1,null,"\\u0000"]}'), stamp: stamp(2, 1, ALICE), parents: [] },
  { key: key('gone'), value: null, stamp: stamp(3, 0, ALICE), parents: [stamp(1, 0, ALICE)] },
]);
const changes = { entries, upTo: 3, left: 0, fingerprint: '0'.repeat(32) };

function read(texts: readonly unknown[]): Packet[] {
  const packets: Packet[] = [];
  const decoder = new Decoder();
  decoder.on('decoded', (packet: Packet) => packets.push(packet));
  for (const text of texts) decoder.add(text);
  return packets;
}

for (const [what, packet] of Object.entries<Packet>({
  'entries that were changed': { type: PacketType.EVENT, nsp: '/', data: ['changes', changes] },
  'another message': { type: PacketType.EVENT, nsp: '/', data: ['settled', { upTo: 3, fingerprint: '' }] },
  'a message that is to be answered': { type: PacketType.EVENT, nsp: '/', id: 7, data: ['changes', changes] },
  'a message of another namespace': { type: PacketType.EVENT, nsp: '/other', data: ['changes', changes] },
  'an answer': { type: PacketType.ACK, nsp: '/', id: 7, data: [true] },
  bytes: { type: PacketType.EVENT, nsp: '/', data: ['bytes', Buffer.from('abc')] },
})) {
  test(`${what} is read as if Socket.IO had written it`, () => {
    const [ours, theirs] = [new parser.Encoder(), new Encoder()].map((encoder) => read(encoder.encode({ ...packet })));
    assert.equal(ours?.length, 1);
    assert.deepEqual(ours, theirs);
  });
}

test('an answer that was written beforehand is read as what it says', () => {
  const encoder = new parser.Encoder();
  const answer = { type: PacketType.ACK, nsp: '/', id: 7, data: [new Written('{"Ville":["é",1]}')] };
  assert.deepEqual(read(encoder.encode(answer)), [{ ...answer, data: [{ Ville: ['é', 1] }] }]);
});

test('the same entries go over each link with what is told of that one', () => {
  const [first, second] = [3, 5].map((upTo) => ({ ...changes, upTo }));
  const texts = [first, second].map((body) =>
    new parser.Encoder().encode({ type: PacketType.EVENT, nsp: '/', data: ['changes', body] }),
  );
  assert.deepEqual(
    texts.map((text) => read(text)[0]?.data[1]),
    [first, second],
  );
});
