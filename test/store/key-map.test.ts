import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { KeyMap } from '../../main/store/key-map';
import { key } from './fixtures';

test('a map in many parts is a map', () => {
  const anyKey = fc
    .oneof(fc.constantFrom('__proto__', 'constructor', 'é'), fc.string({ minLength: 1, maxLength: 3 }))
    .map(key);
  fc.assert(
    fc.property(fc.array(fc.tuple(anyKey, fc.nat()), { maxLength: 60, size: 'max' }), (sets) => {
      const [map, model] = [new KeyMap<number>(), new Map<string, number>()];
      for (const [name, value] of sets) {
        assert.equal(map.get(name), model.get(name));
        map.set(name, value);
        model.set(name, value);
      }
      for (const [name] of sets) assert.equal(map.get(name), model.get(name));
      assert.deepEqual([...map.values()].sort(), [...model.values()].sort());
    }),
  );
});
