import { Decoder, Encoder, type Packet, PacketType } from 'socket.io-parser';
import { packedText } from '../../store/pack';
import type { Outgoing } from '../protocol';
import { Written } from './written';

type Changes = Extract<Outgoing, { type: 'changes' }>;

/**
 * Writes Socket.IO's packets as its own encoder does, byte for byte the same JSON but for the order of names; only that
 * it neither looks for binary parts in `changes`, where there are none, nor writes the same entries anew for each link,
 * and that an answer may be written beforehand.
 */
class OwnEncoder extends Encoder {
  override encode(packet: Packet): ReturnType<Encoder['encode']> {
    const { type, nsp, id, data } = packet;
    if (nsp !== '/') return super.encode(packet);
    if (type === PacketType.EVENT && id === undefined && data?.[0] === 'changes') {
      return [`${type}["changes",${textOf(data[1])}]`];
    }
    if (type === PacketType.ACK && data?.[0] instanceof Written) return [`${type}${id}[${data[0].json}]`];
    return super.encode(packet);
  }
}

/** For the option `parser` of Socket.IO's server and client. */
export const parser = { Encoder: OwnEncoder, Decoder };

function textOf({ entries, ...rest }: Omit<Changes, 'type'>): string {
  return `{"entries":${packedText(entries)},${JSON.stringify(rest).slice(1)}`;
}
