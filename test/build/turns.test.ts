import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Checkout } from './checkout';

/** Three that run at once; a bar stands where what was said by then was written. */
const three = `
  import { Turns } from './build/test/turns.mjs';
  const turns = new Turns((text) => process.stdout.write(text));
  const [one, two, three] = [turns.next(), turns.next(), turns.next()];
  three.say('3');
  two.say('2');
  const last = three.end();
  one.say('1');
  await null;
  process.stdout.write('|');
  await one.end();
  two.say('b');
  process.stdout.write('|');
  await Promise.all([two.end(), last]);`;

test('what runs at once is written one after the other: the first as it comes, then what was held', async (t) => {
  const checkout = await Checkout.create(t);
  assert.deepEqual(await checkout.eval(three).ended, { code: 0, said: '1|2b|3' });
});
