import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { brandOf, brands } from '../../src/checkout/card/brands';

/** The edges of the published ranges, to which the gateway is held as well. */
const facts = JSON.parse(readFileSync(new URL('../../../tests/card-brands.json', import.meta.url), 'utf8')) as {
  prefixes: [string, string | null][];
  lengths: Record<string, number[]>;
  cvcLengths: Record<string, number>;
};

test.each(facts.prefixes)('%s is of brand %s, as the gateway says', (digits, brand) => {
  expect(brandOf(digits)?.id ?? null).toBe(brand);
});

test('lengths are the gateway\'s', () => {
  expect(Object.fromEntries(brands.map((brand) => [brand.id, brand.lengths]))).toEqual(facts.lengths);
  expect(Object.fromEntries(brands.map((brand) => [brand.id, brand.cvcLength]))).toEqual(facts.cvcLengths);
});

test.each([
  ['4242424242424242', 'visa'], ['4', 'visa'],
  ['5100000000000000', 'mastercard'], ['5555555555554444', 'mastercard'],
  ['2221000000000000', 'mastercard'], ['2223003122003222', 'mastercard'], ['2720999999999999', 'mastercard'],
  ['340000000000000', 'amex'], ['378282246310005', 'amex'],
  ['6011111111111117', 'discover'], ['6440000000000000', 'discover'], ['6499', 'discover'], ['6500', 'discover'],
  ['3528000000000000', 'jcb'], ['3566002020360505', 'jcb'], ['3589', 'jcb'],
  ['30000000000000', 'diners'], ['3056930009020004', 'diners'], ['36227206271667', 'diners'], ['3095', 'diners'], ['39', 'diners'],
  ['6200000000000005', 'unionpay'], ['8100', 'unionpay'],
  ['5018', 'maestro'], ['5612', 'maestro'], ['6304', 'maestro'], ['6759649826438453', 'maestro'], ['6390', 'maestro'],
])('%s begins as %s', (digits, brand) => {
  expect(brandOf(digits)?.id).toBe(brand);
});

test.each(['', '2', '22', '222', '2220', '2721', '3', '30', '306', '3094', '3527', '3590', '5', '6', '601', '6010', '6012', '643', '60', '66', '639', '6391', '8', '80', '81', '8099', '8172', '9999'])(
  '%s is no brand (yet)', (digits) => {
    expect(brandOf(digits)).toBeNull();
  },
);
