import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { qrCode } from '../../main/command/qr-code';
import { readQr } from '../support/read-qr';

/** Pixels of a module, across and down: a reader finds no code whose modules are single pixels. */
const SCALE = 4;
/** Whether the upper and the lower half of a character are bright. */
const HALVES: Record<string, [boolean, boolean]> = {
  ' ': [false, false],
  '▀': [true, false],
  '▄': [false, true],
  '█': [true, true],
};

test('the QR code in the terminal says what it is to say', () => {
  const text = 'byr:v=1/at=192.168.1.23:3000/id=0123456789abcdef/rule=latest/name=Chlo%C3%A9';
  const lines = stripVTControlCharacters(qrCode(text)).trimEnd().split('\n');
  const modules = lines.flatMap((line) => [0, 1].map((half) => [...line].map((block) => HALVES[block]?.[half])));
  const [width, height] = [(modules[0]?.length ?? 0) * SCALE, modules.length * SCALE];
  const pixels = Array.from({ length: width * height }, (_, at) => {
    const bright = modules[Math.floor(at / width / SCALE)]?.[Math.floor((at % width) / SCALE)];
    return bright ? [255, 255, 255, 255] : [0, 0, 0, 255];
  });
  assert.equal(readQr(new Uint8ClampedArray(pixels.flat()), width, height), text);
});
