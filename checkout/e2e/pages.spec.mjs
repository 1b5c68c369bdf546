import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import AxeBuilder from '@axe-core/playwright';
import { buy, createLink, fillCard, gateway, launch, openPage, openSession, pay, receiptOf, sizes, updateLink } from './browser.mjs';

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

/** Each state that a customer can meet with the demo shop, and how one gets there. */
const states = {
  shop: (page) => page.goto(`${gateway}/shop`),
  thanks: (page) => page.goto(`${gateway}/shop/thanks`),
  form: buy,
  session: openSession,
  issuer: async (page) => {
    await buy(page);
    await fillCard(page, '4000 0027 6000 3184');
    await pay(page);
    await page.waitForURL(/\/issuer\//);
  },
  errors: async (page) => {
    await buy(page);
    await pay(page);
    await page.getByText('Enter your card number.').waitFor();
  },
  declined: async (page) => {
    await buy(page);
    await fillCard(page, '4000 0000 0000 0002');
    await pay(page);
    await page.getByRole('alert').waitFor();
  },
  paid: async (page) => {
    await buy(page);
    const checkout = page.url();
    await fillCard(page, '4242 4242 4242 4242');
    await pay(page);
    await page.waitForURL(/\/shop\/thanks/);
    await page.goto(checkout);
    await page.getByRole('heading', { name: 'Already paid' }).waitFor();
  },
  receipt: async (page) => {
    await page.goto(await receiptOf({ refunded: 499 }));
  },
  link: async (page) => {
    await page.goto((await createLink()).url);
  },
  'closed link': async (page) => {
    const { id, url } = await createLink();
    await updateLink(id, { active: false });
    await page.goto(url);
  },
  'bad link': async (page) => {
    await page.goto(`${gateway}/pay/pi_none`);
    await page.getByRole('heading', { level: 1 }).waitFor();
  },
};

for (const size of Object.keys(sizes)) {
  describe(size, () => {
    for (const [name, reach] of Object.entries(states)) {
      test(`${name}: no accessibility violations, nothing sticks out`, async () => {
        const { page } = await openPage(browser, size);
        await reach(page);
        const { violations } = await new AxeBuilder({ page }).analyze();
        assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`), []);
        const overhang = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.equal(overhang, 0);
      });
    }
  });
}

test('a whole payment by keyboard', async () => {
  const { page } = await openPage(browser, 'desktop');
  await buy(page);
  await page.getByLabel('Card number').focus();
  for (const text of ['4242424242424242', '1234', '123', 'Amina Benali']) {
    await page.keyboard.type(text);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/shop\/thanks/);
});

test('pages carry the security headers, assets are kept for good', async () => {
  const response = await fetch(`${gateway}/pay/pi_none`);
  assert.match(response.headers.get('content-security-policy'), /^default-src 'none'; script-src 'self'; style-src 'self'; .*frame-ancestors 'none'/);
  assert.doesNotMatch(response.headers.get('content-security-policy'), /unsafe|https?:/);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  assert.equal(response.headers.get('referrer-policy'), 'no-referrer');
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
  const html = await response.text();
  assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/i);
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1];
  const asset = await fetch(`${gateway}${script}`, { headers: { 'Accept-Encoding': 'gzip' } });
  assert.equal(asset.status, 200);
  assert.match(asset.headers.get('cache-control'), /immutable/);
});

test('script on the checkout page stays under 20 kB gzip', async () => {
  const { page } = await openPage(browser, 'desktop');
  let scriptBytes = 0;
  page.on('response', async (response) => {
    if (response.request().resourceType() === 'script') scriptBytes += (await response.request().sizes()).responseBodySize;
  });
  await page.setExtraHTTPHeaders({ 'Accept-Encoding': 'gzip' });
  await buy(page);
  await page.waitForLoadState('networkidle');
  assert.ok(scriptBytes > 1000 && scriptBytes < 20_000, `${scriptBytes} bytes`);
});
