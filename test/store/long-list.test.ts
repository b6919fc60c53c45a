import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LongList } from '../../main/store/long-list';

const LENGTH = 10_000;

test('a list of several parts holds every number in its place, and nothing past its end', () => {
  const list = new LongList();
  const numbers = Array.from({ length: LENGTH }, (_, place) => place * 2 ** 20);
  for (const [place, number] of numbers.entries()) {
    assert.equal(list.at(place), undefined);
    list.push(number);
    assert.equal(list.length, place + 1);
  }
  for (let place = 0; place < LENGTH; place += 3) {
    list.set(place, place);
    numbers[place] = place;
  }
  assert.deepEqual(
    numbers.map((_, place) => list.at(place)),
    numbers,
  );
});
