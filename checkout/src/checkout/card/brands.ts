/** What the page knows of a card network: how its numbers begin, how long they are, how they are grouped, and how long its security code is. */
export interface Brand {
  readonly id: BrandId;
  readonly name: string;
  /** Inclusive ranges of leading digits; both ends have the same number of digits. */
  readonly prefixes: readonly (readonly [string, string])[];
  readonly lengths: readonly number[];
  readonly groups: readonly number[];
  readonly cvcLength: number;
}

export type BrandId = 'visa' | 'mastercard' | 'amex' | 'discover' | 'jcb' | 'diners' | 'unionpay' | 'maestro';

const fours = [4, 4, 4, 4, 3] as const;

function lengths(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** In order of test: a longer, more particular prefix stands before a shorter one that contains it. Ranges as published by the networks (ISO/IEC 7812). */
export const brands: readonly Brand[] = [
  { id: 'amex', name: 'American Express', prefixes: [['34', '34'], ['37', '37']], lengths: [15], groups: [4, 6, 5], cvcLength: 4 },
  {
    id: 'diners',
    name: 'Diners Club',
    prefixes: [['300', '305'], ['3095', '3095'], ['36', '36'], ['38', '39']],
    lengths: lengths(14, 19),
    groups: [4, 6, 4, 5],
    cvcLength: 3,
  },
  { id: 'jcb', name: 'JCB', prefixes: [['3528', '3589']], lengths: lengths(16, 19), groups: fours, cvcLength: 3 },
  { id: 'visa', name: 'Visa', prefixes: [['4', '4']], lengths: [13, 16, 19], groups: fours, cvcLength: 3 },
  { id: 'mastercard', name: 'Mastercard', prefixes: [['51', '55'], ['2221', '2720']], lengths: [16], groups: fours, cvcLength: 3 },
  { id: 'discover', name: 'Discover', prefixes: [['6011', '6011'], ['644', '649'], ['65', '65']], lengths: lengths(16, 19), groups: fours, cvcLength: 3 },
  { id: 'unionpay', name: 'UnionPay', prefixes: [['62', '62'], ['8100', '8171']], lengths: lengths(16, 19), groups: fours, cvcLength: 3 },
  {
    id: 'maestro',
    name: 'Maestro',
    prefixes: [['50', '50'], ['56', '58'], ['6304', '6304'], ['6390', '6390'], ['67', '67']],
    lengths: lengths(12, 19),
    groups: fours,
    cvcLength: 3,
  },
];

export const numberLengthMax = 19;
export const cvcLengthMax = 4;

/** The brand that the digits typed so far settle on, or null while several (or none) are possible. */
export function brandOf(digits: string): Brand | null {
  return brands.find((brand) => brand.prefixes.some(([low, high]) => isWithin(digits, low, high))) ?? null;
}

function isWithin(digits: string, low: string, high: string): boolean {
  const lead = digits.slice(0, low.length);
  return lead.length === low.length && lead >= low && lead <= high;
}

export function lengthMax(brand: Brand | null): number {
  return brand ? Math.max(...brand.lengths) : numberLengthMax;
}
