import type { Prng } from '../sim/prng';
import { sound } from './conversations';
import { Mutator } from './mutate';
import type { Polls } from './wire';

const MAX_REQUESTS = 5;
/** Between the packets of one body, in version 4 of Engine.IO. */
const SEPARATOR = '\x1e';

/** Requests of long-polling, and what is nearly one. None asks for a change of the database. */
export function polls(prng: Prng): Polls {
  const mutator = new Mutator(prng);
  const eio = prng.pick([3, 4]);
  const query = (): string => {
    const plain = `?EIO=${eio}&transport=polling${prng.pick(['', '', '&b64=1', '&j=0', '&t=x'])}&sid=SID`;
    return prng.chance(0.3) ? mutator.text(plain).replaceAll(/[\s\0]/g, '') : plain;
  };
  const body = (): Buffer => {
    const packets = Array.from({ length: prng.whole(1, 4) }, () =>
      prng.chance(0.5) ? sound(prng) : mutator.text(sound(prng)),
    );
    const payload =
      eio === 4 ? packets.join(SEPARATOR) : packets.map((packet) => `${packet.length}:${packet}`).join('');
    const text = prng.chance(0.1) ? `d=${encodeURIComponent(Buffer.from(payload).toString())}` : payload;
    return prng.chance(0.5) ? Buffer.from(text) : mutator.bytes(Buffer.from(text));
  };
  const request = (): Buffer => {
    if (prng.chance(0.3)) return http('GET', query(), Buffer.alloc(0));
    return http(prng.pick(['POST', 'POST', 'POST', 'PUT', 'OPTIONS', 'DELETE']), query(), body(), prng.pick(types));
  };
  const requests = [http('POST', `?EIO=${eio}&transport=polling&sid=SID`, Buffer.from(eio === 4 ? '40' : '2:40'))];
  for (let left = prng.whole(1, MAX_REQUESTS); left > 0; left--) {
    requests.push(prng.chance(0.1) ? mutator.bytes(request()) : request());
  }
  return { first: http('GET', `?EIO=${eio}&transport=polling`, Buffer.alloc(0)).toString(), requests };
}

const types = [
  'text/plain',
  'application/octet-stream',
  'application/x-www-form-urlencoded',
  'application/json; charset=x',
  '',
];

function http(method: string, query: string, body: Buffer, type = 'text/plain'): Buffer {
  const head = [
    `${method} /byr/${query} HTTP/1.1`,
    'Host: localhost',
    `Content-Type: ${type}`,
    `Content-Length: ${body.length}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]);
}
