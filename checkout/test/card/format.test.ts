import { describe, expect, test } from 'vitest';
import { formatExpiry, formatNumber } from '../../src/checkout/card/format';

describe('number', () => {
  test.each([
    ['4242424242424242', '4242 4242 4242 4242'],
    ['4242-4242-4242-4242', '4242 4242 4242 4242'],
    [' 4242 4242\t42424242\n', '4242 4242 4242 4242'],
    ['378282246310005', '3782 822463 10005'],
    ['36227206271667', '3622 720627 1667'],
    ['6200000000000000003', '6200 0000 0000 0000 003'],
    ['42424', '4242 4'],
    ['4242', '4242'],
    ['no digits', ''],
  ])('%j shows as %j', (typed, shown) => {
    expect(formatNumber(typed).text).toBe(shown);
  });

  test('digits over the brand’s length are dropped', () => {
    expect(formatNumber('3782822463100059').text).toBe('3782 822463 10005');
    expect(formatNumber('55555555555544441').text).toBe('5555 5555 5555 4444');
  });

  test.each([
    ['a digit typed in the middle', '42942 4242', 3, '4294 2424 2', 3],
    ['a digit typed at the end of a group', '42424', 5, '4242 4', 6],
    ['a digit removed before a gap', '424 4242', 3, '4244 242', 3],
    ['a paste at the end', '4242424242424242', 16, '4242 4242 4242 4242', 19],
  ])('the caret stays behind its digit: %s', (_, typed, caret, text, after) => {
    expect(formatNumber(typed, caret)).toEqual({ text, caret: after });
  });
});

describe('expiry', () => {
  test.each([
    ['1', '1'], ['0', '0'], ['4', '04 / '], ['12', '12 / '], ['1/', '01 / '], ['1228', '12 / 28'], ['428', '04 / 28'],
    ['12/28', '12 / 28'], ['12 / 28', '12 / 28'], ['12-2028', '12 / 28'], ['12/2028', '12 / 28'], ['1/28', '01 / 28'], ['12 28', '12 / 28'],
    ['2028-12', '12 / 28'], ['122028', '12 / 28'], ['١٢/٢٨', '12 / 28'], ['12 / 289', '12 / 28'], ['', ''], ['/', ''], ['99', '09 / 9'], ['13', '13 / '],
  ])('%j shows as %j', (typed, shown) => {
    expect(formatExpiry(typed)).toBe(shown);
  });

  test('typed digit by digit it ends as month and year', () => {
    const shown = Array.from('1228').reduce((text, digit) => formatExpiry(text + digit, text), '');
    expect(shown).toBe('12 / 28');
  });

  test('a year can be typed in four digits', () => {
    const shown = Array.from('122028').reduce((text, digit) => formatExpiry(text + digit, text), '');
    expect(shown).toBe('12 / 28');
  });

  test('Backspace removes a digit each time, and the separator with the first digit of the year', () => {
    let text = '12 / 28';
    let keys = 0;
    while (text !== '' && keys < 10) {
      text = formatExpiry(text.slice(0, -1), text);
      keys++;
    }
    expect({ text, keys }).toEqual({ text: '', keys: 4 });
  });
});
