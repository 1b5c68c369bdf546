import { describe, expect, test } from 'vitest';
import { isNumberFull, monthOf, validateCard, validateField } from '../../src/checkout/card/validate';

const today = { year: 2026, month: 11 };
const good = { number: '4242 4242 4242 4242', expiry: '12 / 30', cvc: '123', name: 'Amina Benali' };

test('a good card has no errors', () => {
  expect(validateCard(good, today)).toEqual({});
});

test('an empty form has one error for each field', () => {
  expect(validateCard({ number: '', expiry: '', cvc: '', name: ' ' }, today)).toEqual({
    number: 'numberMissing', expiry: 'expiryMissing', cvc: 'cvcMissing', name: 'nameMissing',
  });
});

describe('number', () => {
  test.each([
    ['4242 4242 4242 4241', 'numberWrong'],
    ['4242 4242 4242', 'numberIncomplete'],
    ['42', 'numberIncomplete'],
    ['9', 'numberIncomplete'],
    ['9999 9999 9999 9999', 'numberUnknownBrand'],
    ['3782 822463 1000', 'numberIncomplete'],
    ['4222 2222 2222 2', null],
    ['5555 5555 5555 4444', null], ['2223 0031 2200 3222', null], ['3782 822463 10005', null], ['6011 1111 1111 1117', null],
    ['3566 0020 2036 0505', null], ['3622 720627 1667', null], ['6200 0000 0000 0005', null], ['6759 6498 2643 8453', null],
  ])('%s: %s', (number, error) => {
    expect(validateField('number', { ...good, number }, today)).toBe(error);
  });

  test('it is full only where no more digits could follow', () => {
    expect(['5555 5555 5555 4443', '3782 822463 10004', '4242 4242 4242 4241'].map(isNumberFull)).toEqual([true, true, false]);
  });
});

describe('expiry', () => {
  test.each([
    ['11 / 26', null], ['12 / 26', null], ['01 / 27', null],
    ['10 / 26', 'expiryPast'], ['12 / 25', 'expiryPast'],
    ['13 / 30', 'expiryMonth'], ['00 / 30', 'expiryMonth'], ['13 / ', 'expiryMonth'],
    ['12 / 3', 'expiryIncomplete'], ['1', 'expiryIncomplete'], ['12', 'expiryIncomplete'],
  ])('%s in November 2026: %s', (expiry, error) => {
    expect(validateField('expiry', { ...good, expiry }, today)).toBe(error);
  });

  test('a month ends when it has ended everywhere', () => {
    const firstOfDecember = Date.UTC(2026, 11, 1) / 1000;
    expect(monthOf(firstOfDecember)).toEqual({ year: 2026, month: 11 });
    expect(monthOf(firstOfDecember + 12 * 3600)).toEqual({ year: 2026, month: 12 });
  });
});

describe('security code', () => {
  test.each([
    ['4242 4242 4242 4242', '123', null], ['4242 4242 4242 4242', '1234', 'cvcLength'], ['4242 4242 4242 4242', '12', 'cvcLength'],
    ['3782 822463 10005', '1234', null], ['3782 822463 10005', '123', 'cvcLength'],
    ['', '123', null], ['', '1234', null], ['', '12', 'cvcLength'],
  ])('for %j, %s: %s', (number, cvc, error) => {
    expect(validateField('cvc', { ...good, number, cvc }, today)).toBe(error);
  });
});

describe('name', () => {
  test.each([
    ['أمينة بنعلي', null], ['山田 太郎', null], ["Jean-Luc O'Neill 3rd", null], ['X', null],
    ['4242 4242 4242 4242', 'nameIsNumber'], ['٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢', 'nameIsNumber'], ['x'.repeat(101), 'nameTooLong'],
  ])('%s: %s', (name, error) => {
    expect(validateField('name', { ...good, name }, today)).toBe(error);
  });
});
