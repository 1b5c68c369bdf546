import type { FieldError } from './card/validate';
import type { DeclineReason } from './flow/decline';

/** Every text of the checkout page in one language. Another language is one more table of this type, and its entry in `tables`. */
export interface Texts {
  readonly locale: string;
  readonly direction: 'ltr' | 'rtl';
  readonly titlePay: (amount: string, merchant: string) => string;
  readonly payTo: (merchant: string) => string;
  readonly summary: string;
  readonly amountDue: string;
  readonly order: string;
  readonly total: string;
  readonly quantity: (count: number) => string;
  readonly testMode: string;
  readonly testHint: string;
  readonly timeLeft: string;
  readonly timeLeftSpoken: (minutes: number) => string;
  readonly poweredBy: string;
  readonly privacy: (merchant: string) => string;
  readonly form: {
    readonly heading: string;
    readonly number: string;
    readonly expiry: string;
    readonly expiryExample: string;
    readonly cvc: string;
    readonly cvcHint: (digits: number) => string;
    readonly name: string;
    readonly pay: (amount: string) => string;
    readonly sending: string;
    readonly retrying: string;
    readonly cancel: (merchant: string) => string;
    readonly errors: Readonly<Record<FieldError, string>>;
  };
  readonly notice: {
    readonly declinedTitle: string;
    readonly refusedTitle: string;
    readonly unreachableTitle: string;
    readonly unreachable: string;
    readonly reasons: Readonly<Record<DeclineReason, string>>;
    readonly attemptsLeft: (count: number) => string;
  };
  readonly screens: {
    readonly loading: string;
    readonly badLink: Screen;
    readonly unreachable: Screen;
    readonly bank: Screen;
    readonly bankMissing: string;
    readonly processing: Screen;
    readonly processingSlow: string;
    readonly paid: Screen;
    readonly paidBefore: Screen;
    readonly expired: Screen;
    readonly attempts: Screen;
    readonly canceled: Screen;
    readonly leaving: (merchant: string) => string;
    readonly details: string;
    readonly receipt: string;
    readonly reference: string;
    readonly paidTo: string;
    readonly amount: string;
    readonly continueTo: (merchant: string) => string;
    readonly returnTo: (merchant: string) => string;
    readonly tryAgain: string;
    readonly toBank: string;
  };
}

export interface Screen {
  readonly title: string;
  readonly text: string;
}

export const english: Texts = {
  locale: 'en',
  direction: 'ltr',
  titlePay: (amount, merchant) => `Pay ${amount} to ${merchant}`,
  payTo: (merchant) => `Pay ${merchant}`,
  summary: 'Order summary',
  amountDue: 'Amount to pay',
  order: 'Order',
  total: 'Total',
  quantity: (count) => `Quantity ${count}`,
  testMode: 'Test mode',
  testHint: 'No money moves. Try 4242 4242 4242 4242 with any future date and any CVC.',
  timeLeft: 'Time left to pay',
  timeLeftSpoken: (minutes) => (minutes === 1 ? 'One minute left to pay.' : `${minutes} minutes left to pay.`),
  poweredBy: 'Powered by PayGate',
  privacy: (merchant) => `${merchant} never sees your card number.`,
  form: {
    heading: 'Pay by card',
    number: 'Card number',
    expiry: 'Expiry date',
    expiryExample: 'MM / YY',
    cvc: 'Security code',
    cvcHint: (digits) => (digits === 4 ? '4 digits on the front of your card' : '3 digits on the back of your card'),
    name: 'Name on card',
    pay: (amount) => `Pay ${amount}`,
    sending: 'Processing…',
    retrying: 'Still connecting…',
    cancel: (merchant) => `Cancel and return to ${merchant}`,
    errors: {
      numberMissing: 'Enter your card number.',
      numberIncomplete: 'This card number is incomplete.',
      numberWrong: 'This card number is not right. Check each digit.',
      numberUnknownBrand: 'We do not recognise this card number.',
      expiryMissing: 'Enter the expiry date.',
      expiryIncomplete: 'Enter month and year, as on the card.',
      expiryMonth: 'The month must be between 01 and 12.',
      expiryPast: 'This card has expired.',
      cvcMissing: 'Enter the security code.',
      cvcLength: 'This security code has the wrong length.',
      nameMissing: 'Enter the name on the card.',
      nameIsNumber: 'This looks like a number. Enter the name on the card.',
      nameTooLong: 'This name is too long.',
    },
  },
  notice: {
    declinedTitle: 'Your payment was declined',
    refusedTitle: 'Your payment did not go through',
    unreachableTitle: 'The connection was lost',
    unreachable: 'We could not see whether your payment went through. Press the button again: you will not be charged twice.',
    reasons: {
      generic: 'Your bank did not accept this card. Try another card, or ask your bank.',
      funds: 'There is not enough money available on this card. Try another card.',
      limit: 'This card is over its limit for now. Try another card, or try later.',
      expired: 'This card has expired. Try another card.',
      cvc: 'The security code does not match this card. Check it and try again.',
      number: 'The card number is not right. Check it and try again.',
      expiry: 'The expiry date is not right. Check it and try again.',
      name: 'The name on the card is not right. Check it and try again.',
      unsupported: 'This card cannot be used for this payment. Try another card.',
      tryAgain: 'Your bank could not answer just now. Try again in a moment.',
      unauthenticated: 'Your bank could not confirm that it is you. Try again, or try another card.',
    },
    attemptsLeft: (count) => (count === 1 ? 'This is your last attempt.' : `You have ${count} attempts left.`),
  },
  screens: {
    loading: 'Loading your payment…',
    badLink: { title: 'This payment link does not work', text: 'It may be incomplete. Open it again from the shop where you wanted to pay.' },
    unreachable: { title: 'We cannot reach the payment service', text: 'Check your connection and try again. You have not been charged by opening this page.' },
    bank: { title: 'Confirm with your bank', text: 'Your bank wants to make sure that it is you. You come back here afterwards.' },
    bankMissing: 'The address of your bank’s page is missing. Try again in a moment.',
    processing: { title: 'Your payment is being processed', text: 'This takes a few seconds. Please keep this page open.' },
    processingSlow: 'Your bank is taking longer than usual. You can wait here, or close this page: the shop will be told either way. Please do not pay again.',
    paid: { title: 'Payment successful', text: 'Thank you. Your payment has been accepted.' },
    paidBefore: { title: 'Already paid', text: 'This payment is complete. You do not need to pay again.' },
    expired: { title: 'This payment has expired', text: 'The time to pay is over and your card was not charged. Go back to the shop to start again.' },
    attempts: { title: 'Too many attempts', text: 'The payment was declined too often and has been stopped. Your card was not charged. Go back to the shop to start again.' },
    canceled: { title: 'This payment was canceled', text: 'It can no longer be paid. If you still want to buy, go back to the shop.' },
    leaving: (merchant) => `Taking you back to ${merchant}…`,
    details: 'Payment details',
    receipt: 'View the receipt',
    reference: 'Payment reference',
    paidTo: 'Paid to',
    amount: 'Amount',
    continueTo: (merchant) => `Continue to ${merchant}`,
    returnTo: (merchant) => `Return to ${merchant}`,
    tryAgain: 'Try again',
    toBank: 'Continue to your bank',
  },
};

const tables: readonly Texts[] = [english];

/** The first of the customer's languages that there is a table for, otherwise English. */
export function textsFor(languages: readonly string[]): Texts {
  for (const language of languages) {
    const table = tables.find(({ locale }) => language.toLowerCase().split('-')[0] === locale);
    if (table) return table;
  }
  return english;
}
