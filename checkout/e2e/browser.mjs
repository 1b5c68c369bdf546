import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

/** The running gateway that is tested, for example http://127.0.0.1:8080. */
export const gateway = process.env.PAYGATE_URL ?? '';
if (gateway === '') throw new Error('Set PAYGATE_URL to the address of a running gateway.');

export const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844, isMobile: true } };

const flags = [
  '--no-sandbox', '--disable-background-networking', '--disable-quic', '--no-first-run', '--disable-component-update', '--disable-sync', '--headless',
];

export function launch() {
  return chromium.launch({ executablePath: process.env.PAYGATE_CHROMIUM ?? '/usr/bin/chromium', args: flags });
}

/** A page that fails the test at its end when the browser complained, or when anything but the gateway was asked. */
export async function openPage(browser, size, options = {}) {
  const { isMobile = false, ...viewport } = sizes[size];
  const context = await browser.newContext({ viewport, isMobile, hasTouch: isMobile, reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // A declined confirm is answered 402, which the browser logs as a failed resource.
    if (message.type() === 'error' && !/status of 402/.test(message.text())) complaints.push(message.text());
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== new URL(gateway).origin) complaints.push(`asked ${url.origin}`);
    if (/_secret_/.test(url.pathname + url.search)) complaints.push('the client secret was in a request line');
  });
  return { page, complaints };
}

/** The first product of the shop, bought; ends on the checkout page. */
export async function buy(page) {
  await page.goto(`${gateway}/shop`);
  await page.getByRole('button', { name: /^Buy/ }).first().click();
  await page.getByLabel('Card number').waitFor();
}

/** A checkout session of two lines, opened on its page; ends on the form. */
export async function openSession(page, more = {}) {
  const session = await createSession(more);
  await page.goto(session.url);
  await page.getByLabel('Card number').waitFor();
  return session;
}

const line = (name, amount, quantity) => ({ price_data: { currency: 'usd', unit_amount: amount, product_data: { name } }, quantity });

const createSession = (more) => {
  return post('/v1/checkout/sessions', {
    success_url: `${gateway}/shop/thanks?session={CHECKOUT_SESSION_ID}`, line_items: [line('Coffee', 350, 3), line('Lemon cake', 499, 1)], ...more,
  });
};

/** A payment link of two lines. */
export const createLink = (more = {}) => post('/v1/payment_links', { line_items: [line('Coffee', 350, 3), line('Lemon cake', 499, 1)], ...more });

export const updateLink = (id, change) => post(`/v1/payment_links/${id}`, change);

/** The address of the receipt of a session of two lines that was paid, and refunded in part. */
export async function receiptOf({ refunded }) {
  const session = await createSession({ order_id: '<b>7</b>' });
  const paid = await post(`/v1/payment_intents/${session.payment_intent}/confirm`, { payment_method: 'pm_card_visa', expand: ['latest_charge'] });
  await post('/v1/refunds', { payment_intent: paid.id, amount: refunded });
  return paid.latest_charge.receipt_url;
}

async function post(path, body) {
  const { secret_key: key } = JSON.parse(readFileSync(process.env.PAYGATE_DEMO_KEYS, 'utf8'));
  const response = await fetch(gateway + path, {
    method: 'POST', headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  });
  return response.json();
}

export async function fillCard(page, number) {
  await page.getByLabel('Card number').fill(number);
  await page.getByLabel('Expiry date').fill('12 / 34');
  await page.getByLabel('Security code').fill('123');
  await page.getByLabel('Name on card').fill('Amina Benali');
}

export const pay = (page) => page.getByRole('button', { name: /^Pay / }).click();
