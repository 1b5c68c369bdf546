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

export async function fillCard(page, number) {
  await page.getByLabel('Card number').fill(number);
  await page.getByLabel('Expiry date').fill('12 / 34');
  await page.getByLabel('Security code').fill('123');
  await page.getByLabel('Name on card').fill('Amina Benali');
}

export const pay = (page) => page.getByRole('button', { name: /^Pay / }).click();
