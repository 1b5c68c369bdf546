import { expect, test } from 'vitest';
import { decimalOf, formatAmount, minorUnitDigits } from '../../src/shared/money';

test.each([
  [1200, 'jpy', '¥1,200'], [1234567, 'usd', '$12,345.67'], [1450, 'EUR', '€14.50'], [5, 'eur', '€0.05'], [0, 'usd', '$0.00'],
  [45000, 'mad', 'MAD 450.00'], [12345, 'bhd', 'BHD 12.345'], [1, 'kwd', 'KWD 0.001'], [-250, 'usd', '-$2.50'], [150000, 'huf', 'HUF 1,500.00'],
])('%d %s is written %s', (amountMinor, currency, written) => {
  expect(formatAmount(amountMinor, currency, 'en').replace(/\u00a0/g, ' ')).toBe(written);
});

test('the language decides the order and the signs', () => {
  expect(formatAmount(1234567, 'eur', 'fr').replace(/[\u00a0\u202f]/g, ' ')).toBe('12 345,67 €');
});

test('the largest exact integer keeps every digit', () => {
  expect(decimalOf(Number.MAX_SAFE_INTEGER, 'usd')).toBe('90071992547409.91');
  expect(formatAmount(Number.MAX_SAFE_INTEGER, 'usd', 'en')).toBe('$90,071,992,547,409.91');
});

test('digits follow ISO 4217', () => {
  expect(['usd', 'JPY', 'tnd', 'iqd', 'rsd'].map(minorUnitDigits)).toEqual([2, 0, 3, 3, 2]);
});
