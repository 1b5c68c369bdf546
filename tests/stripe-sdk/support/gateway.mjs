import { readFileSync } from 'node:fs';
import Stripe from 'stripe';

const setting = (name) => {
  const value = process.env[name] ?? '';
  if (value === '') throw new Error(`Set ${name}: PAYGATE_URL is the address of a running gateway, PAYGATE_DEMO_KEYS the path of its demo-keys.json.`);
  return value;
};

const gateway = new URL(setting('PAYGATE_URL'));

export const keys = JSON.parse(readFileSync(setting('PAYGATE_DEMO_KEYS'), 'utf8'));

/** The official client as it is published; only its host differs. Without retries, so that a fault is seen and not repaired. */
export const client = (key) =>
  new Stripe(key, { host: gateway.hostname, port: gateway.port, protocol: 'http', maxNetworkRetries: 0, telemetry: false });

export const stripe = client(keys.secret_key);

/** What a browser's code holds: the publishable key. */
export const browser = client(keys.publishable_key);

export { Stripe };

/** A payment that is confirmed in the request that creates it. */
export const pay = (overrides = {}) =>
  stripe.paymentIntents.create({ amount: 1999, currency: 'usd', payment_method: 'pm_card_visa', confirm: true, ...overrides });

/** A card typed by a customer. */
export const card = (number, overrides = {}) => ({ type: 'card', card: { number, exp_month: 12, exp_year: 2034, cvc: '123', ...overrides } });

/** The error that a call ends with; a call that succeeds fails the test. */
export async function errorOf(promise) {
  let answer;
  try {
    answer = await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`Expected an error, got ${JSON.stringify(answer)}`);
}

/** What an integration branches on. */
export const facts = ({ constructor, statusCode, type, code, decline_code, param }) => ({ class: constructor, statusCode, type, code, decline_code, param });

/** The events of one object and of what belongs to it, oldest first, back to the one that began its story. */
export async function eventsOf(id, first) {
  const events = [];
  for await (const event of stripe.events.list({ limit: 20 })) {
    const { object } = event.data;
    if (object.id === id || object.payment_intent === id) events.unshift(event);
    if (event.type === first && object.id === id) return events;
  }
  throw new Error(`There is no ${first} of ${id}.`);
}

/** Moves the gateway's clock; what becomes due on the way is done when this ends. */
export const advance = (seconds) => stripe.rawRequest('POST', '/v1/test_helpers/clock/advance', { seconds });

/** Has the simulated bank behave; a script that was met as often as it says counts no more. */
export const order = (script) => stripe.rawRequest('POST', '/v1/test_helpers/bank/scripts', script);
