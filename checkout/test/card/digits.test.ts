import { expect, test } from 'vitest';
import { asciiDigits, passesLuhn } from '../../src/checkout/card/digits';

test.each([
  ['4242 4242-4242.4242', '4242424242424242'],
  ['٤٢٤٢', '4242'], ['۴۲۴۲', '4242'], ['४२४२', '4242'], ['４２４２', '4242'],
  ['pin: 12', '12'], ['', ''], ['Ⅳ½²', ''],
])('digits of %j are %j', (typed, digits) => {
  expect(asciiDigits(typed)).toBe(digits);
});

test.each(['4242424242424242', '378282246310005', '6011111111111117', '36227206271667', '3566002020360505', '0'])('%s passes Luhn', (digits) => {
  expect(passesLuhn(digits)).toBe(true);
});

test('every other check digit fails', () => {
  const failing = Array.from('0123456789').filter((digit) => !passesLuhn(`424242424242424${digit}`));
  expect(failing).toEqual(Array.from('013456789'));
});

test('neighbours that change places fail', () => {
  expect(passesLuhn('2424242424242424')).toBe(false);
});

test('nothing fails', () => {
  expect(passesLuhn('')).toBe(false);
});
