/** ISO 4217 minor-unit digits where they are not 2. Intl's own table follows custom (no fils, no forints), not the standard that amounts are counted in. */
const noDigits = 'bif clp djf gnf isk jpy kmf krw pyg rwf ugx vnd vuv xaf xof xpf';
const threeDigits = 'bhd iqd jod kwd lyd omr tnd';

export function minorUnitDigits(currency: string): number {
  const code = currency.toLowerCase();
  if (noDigits.split(' ').includes(code)) return 0;
  return threeDigits.split(' ').includes(code) ? 3 : 2;
}

/** The exact decimal form of an integer amount, with no step through binary fractions. */
export function decimalOf(amountMinor: number, currency: string): `${number}` {
  const digits = minorUnitDigits(currency);
  const sign = amountMinor < 0 ? '-' : '';
  const units = String(Math.abs(amountMinor)).padStart(digits + 1, '0');
  const whole = units.slice(0, units.length - digits);
  return `${sign}${whole}${digits > 0 ? `.${units.slice(-digits)}` : ''}` as `${number}`;
}

/** An amount in minor units as people write it in the given language, for example `$1,234.50`. */
export function formatAmount(amountMinor: number, currency: string, locale: string): string {
  const digits = minorUnitDigits(currency);
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: currency.toUpperCase(),
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(decimalOf(amountMinor, currency));
}
