import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { gateway, launch, openPage, sizes } from './browser.mjs';

const keys = JSON.parse(readFileSync(process.env.PAYGATE_DEMO_KEYS, 'utf8'));
let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

for (const size of ['desktop', 'phone']) {
  test(`the reference page shows every operation (${size})`, async () => {
    const { page, complaints } = await openPage(browser, size);
    await page.goto(`${gateway}/docs`);
    await page.locator('.opblock').first().waitFor();
    const paths = (await (await fetch(`${gateway}/openapi.json`)).json()).paths;
    assert.equal(await page.locator('.opblock').count(), Object.values(paths).flatMap((path) => Object.keys(path)).length);
    assert.equal(await page.locator('.errors-wrapper').count(), 0);
    const { width } = sizes[size];
    const shown = await page.evaluate(() => Math.max(document.documentElement.scrollWidth, window.innerWidth));
    assert.ok(shown <= width, `${shown} px wide on a screen of ${width} px`);
    if (process.env.PAYGATE_SCREENSHOTS) await page.screenshot({ path: `${process.env.PAYGATE_SCREENSHOTS}/reference-${size}.png` });
    assert.deepEqual(complaints, []);
  });
}

test('a payment can be tried out with a secret key', async () => {
  const { page, complaints } = await openPage(browser, 'desktop');
  await page.goto(`${gateway}/docs`);
  await page.locator('.authorize').first().click();
  const secret = page.locator('.auth-container', { hasText: 'secretKey' }).first();
  await secret.getByRole('textbox').fill(keys.secret_key);
  await secret.locator('button.authorize').click();
  await page.locator('.btn-done').first().click();
  const operation = page.locator('#operations-Payment_intents-createPaymentIntent');
  await operation.locator('.opblock-summary').click();
  await operation.getByRole('button', { name: /^execute$/i }).click();
  const answer = operation.locator('.live-responses-table');
  await answer.waitFor();
  assert.equal((await answer.locator('.response .response-col_status').innerText()).split('\n')[0].trim(), '200');
  assert.match(await answer.innerText(), /"status": "succeeded"/);
  if (process.env.PAYGATE_SCREENSHOTS) await page.screenshot({ path: `${process.env.PAYGATE_SCREENSHOTS}/reference-try.png` });
  assert.deepEqual(complaints, []);
});

test('the reference page takes nothing from elsewhere and runs no inline script', async () => {
  const response = await fetch(`${gateway}/docs/index.html`);
  const policy = response.headers.get('content-security-policy');
  assert.match(policy, /^default-src 'none'; script-src 'self'; /);
  assert.doesNotMatch(policy, /unsafe|https?:/);
  assert.doesNotMatch(await response.text(), /<script(?![^>]*\ssrc=)|\son\w+=/i);
});
