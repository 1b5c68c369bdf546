import { expect, test } from 'vitest';
import { AttemptKey } from '../../src/checkout/flow/attempt';

function counting(): AttemptKey {
  let count = 0;
  return new AttemptKey(() => `key-${++count}`);
}

test('one attempt keeps one key, however often it is sent', () => {
  const key = counting();
  expect([key.isNew, key.current(), key.current(), key.isNew]).toEqual([true, 'key-1', 'key-1', false]);
});

test('a definite answer or another card begins a new attempt', () => {
  const key = counting();
  key.current();
  key.settled();
  expect([key.isNew, key.current()]).toEqual([true, 'key-2']);
  key.edited();
  expect([key.isNew, key.current()]).toEqual([true, 'key-3']);
});

test('keys are random and within the limit of 255 characters', () => {
  const keys = Array.from({ length: 100 }, () => new AttemptKey().current());
  expect(new Set(keys).size).toBe(100);
  expect(keys.every((key) => /^checkout-[0-9a-f]{32}$/.test(key))).toBe(true);
});
