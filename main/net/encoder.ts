import { Decoder, Encoder, type Packet, PacketType } from 'socket.io-parser';
import { packedText } from '../store/pack';
import type { Outgoing } from './protocol';

type Changes = Extract<Outgoing, { type: 'changes' }>;

/**
 * Writes Socket.IO's packets as its own encoder does, byte for byte the same JSON but for the order of names; only that it
 * neither looks for binary parts in `changes`, where there are none, nor writes the same entries anew for each link.
 */
class ChangesEncoder extends Encoder {
  override encode(packet: Packet): ReturnType<Encoder['encode']> {
    const { type, nsp, id, data } = packet;
    const isChanges = type === PacketType.EVENT && nsp === '/' && id === undefined && data?.[0] === 'changes';
    return isChanges ? [`${type}["changes",${textOf(data[1])}]`] : super.encode(packet);
  }
}

/** For the option `parser` of Socket.IO's server and client. */
export const parser = { Encoder: ChangesEncoder, Decoder };

function textOf({ entries, ...rest }: Omit<Changes, 'type'>): string {
  return `{"entries":${packedText(entries)},${JSON.stringify(rest).slice(1)}`;
}
