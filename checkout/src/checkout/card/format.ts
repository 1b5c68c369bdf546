import { type Brand, brandOf, lengthMax } from './brands';
import { asciiDigits } from './digits';

/** A field's text and where its caret belongs after formatting. */
export interface Formatted {
  readonly text: string;
  readonly caret: number;
}

/** Groups a card number as its brand prints it. The caret stays behind the digit it stood behind. */
export function formatNumber(typed: string, caret: number = typed.length): Formatted {
  const all = asciiDigits(typed);
  const brand = brandOf(all);
  const digits = all.slice(0, lengthMax(brand));
  const digitsBefore = Math.min(asciiDigits(typed.slice(0, caret)).length, digits.length);
  const text = group(digits, brand);
  return { text, caret: caretAfter(text, digitsBefore) };
}

function group(digits: string, brand: Brand | null): string {
  const parts: string[] = [];
  let start = 0;
  for (const size of brand?.groups ?? [4, 4, 4, 4, 3]) {
    if (start >= digits.length) break;
    parts.push(digits.slice(start, start + size));
    start += size;
  }
  return parts.join(' ');
}

function caretAfter(text: string, digitCount: number): number {
  let seen = 0;
  for (let index = 0; index < text.length; index++) {
    if (seen === digitCount) return index;
    if (text[index] !== ' ') seen++;
  }
  return text.length;
}

/**
 * An expiry as `MM / YY`. Takes what people type (`4` becomes `04`), paste and autofill (`12/2028`, `12-28`, `2028-12`). Deleting the
 * separator does not bring it back, or Backspace would get stuck there.
 */
export function formatExpiry(typed: string, previous = ''): string {
  const isDeleting = typed.length < previous.length && previous.startsWith(typed);
  const yearFirst = /^\s*(20\d\d)\s*[-/.]\s*(\d{1,2})\s*$/.exec(typed);
  if (yearFirst) return formatExpiry(`${yearFirst[2] ?? ''}/${yearFirst[1] ?? ''}`);
  const { month, year, isMonthDone } = expiryParts(typed);
  if (year !== '') return `${month} / ${year}`;
  return isMonthDone && !isDeleting ? `${month} / ` : month;
}

function expiryParts(typed: string): { month: string; year: string; isMonthDone: boolean } {
  const split = /^(\D*\p{Nd}{1,2})\s*[/.\-\s]\s*(.*)$/u.exec(typed.trim());
  const raw = asciiDigits(split?.[1] ?? typed);
  // No month begins with a digit above 1, so that the next digit can only belong to the year.
  const isSingle = raw.slice(0, 1) > '1' || (split !== null && raw.length === 1 && raw !== '0');
  const month = isSingle ? `0${raw.slice(0, 1)}` : raw.slice(0, 2);
  const rest = raw.slice(isSingle ? 1 : 2) + asciiDigits(split?.[2] ?? '');
  return { month, year: shortYear(rest), isMonthDone: month.length === 2 };
}

/** 2028 and 28 are the same year; `20` alone is still the beginning of either. */
function shortYear(digits: string): string {
  return digits.length === 4 && digits.startsWith('20') ? digits.slice(2) : digits.slice(0, digits.startsWith('20') ? 4 : 2);
}
