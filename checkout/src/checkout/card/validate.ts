import { type Brand, brandOf, cvcLengthMax, lengthMax } from './brands';
import { asciiDigits, passesLuhn } from './digits';

/** What the customer typed. Lives in the card form only. */
export interface CardFields {
  readonly number: string;
  readonly expiry: string;
  readonly cvc: string;
  readonly name: string;
}

export type FieldName = keyof CardFields;

/** In the order of the form, which is the order in which the first error takes the focus. */
export const fieldNames = ['number', 'expiry', 'cvc', 'name'] as const satisfies readonly FieldName[];

/** Each is a key of the texts table. */
export type FieldError =
  | 'numberMissing' | 'numberIncomplete' | 'numberWrong' | 'numberUnknownBrand'
  | 'expiryMissing' | 'expiryIncomplete' | 'expiryMonth' | 'expiryPast'
  | 'cvcMissing' | 'cvcLength'
  | 'nameMissing' | 'nameIsNumber' | 'nameTooLong';

export type FieldErrors = Partial<Record<FieldName, FieldError>>;

/** A month of the calendar, month 1 to 12. */
export interface YearMonth {
  readonly year: number;
  readonly month: number;
}

const nameLengthMax = 100;
/** More digits in a row than any name has: a card number typed into the wrong field must not be stored as a name. */
const digitsInNameMax = 11;

export function validateCard(fields: CardFields, today: YearMonth): FieldErrors {
  const errors: FieldErrors = {};
  for (const name of fieldNames) {
    const error = validateField(name, fields, today);
    if (error) errors[name] = error;
  }
  return errors;
}

export function validateField(name: FieldName, fields: CardFields, today: YearMonth): FieldError | null {
  switch (name) {
    case 'number': return numberError(asciiDigits(fields.number));
    case 'expiry': return expiryError(fields.expiry, today);
    case 'cvc': return cvcError(asciiDigits(fields.cvc), brandOf(asciiDigits(fields.number)));
    case 'name': return nameError(fields.name.trim());
  }
}

/** True once more digits could not make the number right, so that a slip shows while the customer still looks at the field. */
export function isNumberFull(typed: string): boolean {
  const digits = asciiDigits(typed);
  return digits.length >= lengthMax(brandOf(digits));
}

function numberError(digits: string): FieldError | null {
  if (digits === '') return 'numberMissing';
  const brand = brandOf(digits);
  if (!brand) return digits.length < 4 ? 'numberIncomplete' : 'numberUnknownBrand';
  if (!brand.lengths.includes(digits.length)) return digits.length < Math.max(...brand.lengths) ? 'numberIncomplete' : 'numberWrong';
  return passesLuhn(digits) ? null : 'numberWrong';
}

/** The expiry as numbers, or null while it is incomplete. A card is good to the end of its month. */
export function parseExpiry(expiry: string): YearMonth | null {
  const [month = '', year = ''] = expiry.split('/').map(asciiDigits);
  if (month.length !== 2 || year.length !== 2) return null;
  return { month: Number(month), year: 2000 + Number(year) };
}

function expiryError(expiry: string, today: YearMonth): FieldError | null {
  if (asciiDigits(expiry) === '') return 'expiryMissing';
  const month = Number(asciiDigits(expiry.split('/')[0] ?? ''));
  if (expiry.includes('/') && (month < 1 || month > 12)) return 'expiryMonth';
  const parsed = parseExpiry(expiry);
  if (!parsed) return 'expiryIncomplete';
  const isPast = parsed.year < today.year || (parsed.year === today.year && parsed.month < today.month);
  return isPast ? 'expiryPast' : null;
}

function cvcError(digits: string, brand: Brand | null): FieldError | null {
  if (digits === '') return 'cvcMissing';
  const isRight = brand ? digits.length === brand.cvcLength : digits.length === 3 || digits.length === cvcLengthMax;
  return isRight ? null : 'cvcLength';
}

/** Any script, any punctuation: only emptiness and obvious mistakes are refused. */
function nameError(name: string): FieldError | null {
  if (name === '') return 'nameMissing';
  if (asciiDigits(name).length > digitsInNameMax) return 'nameIsNumber';
  return name.length > nameLengthMax ? 'nameTooLong' : null;
}

/** Year and month of an instant in UTC-12, the last place on earth where a month ends: a card is never called expired too early. */
export function monthOf(unixSeconds: number): YearMonth {
  const date = new Date((unixSeconds - 12 * 3600) * 1000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1 };
}
