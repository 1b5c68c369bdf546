import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buy, createLink, fillCard, gateway, launch, openPage, openSession, pay, receiptOf } from './browser.mjs';

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

const declining = '4000 0000 0000 0002';
const approving = '4242 4242 4242 4242';

test('a customer buys after one decline', async () => {
  const { page, complaints } = await openPage(browser, 'desktop');
  await buy(page);
  const id = new URL(page.url()).pathname.split('/').pop();
  assert.match(await page.getByRole('heading', { level: 1 }).innerText(), /^Pay ./);

  await fillCard(page, declining);
  await pay(page);
  const alert = page.getByRole('alert');
  await alert.waitFor();
  assert.match(await alert.innerText(), /declined[\s\S]*You have 4 attempts left\./);
  assert.equal(await page.getByLabel('Security code').inputValue(), '');
  assert.equal(await page.getByLabel('Card number').inputValue(), declining);

  await fillCard(page, approving);
  await pay(page);
  await page.getByRole('heading', { name: 'Payment successful' }).waitFor();
  await page.waitForURL(`${gateway}/shop/thanks?payment_intent=${id}`);
  await page.getByText(id).waitFor();
  assert.deepEqual(complaints, []);
});

test('a session shows its lines, is paid, and leads to where the merchant said', async () => {
  const { page, complaints } = await openPage(browser, 'phone');
  const session = await openSession(page);
  const shown = await page.locator('body').innerText();
  for (const text of ['Coffee', 'Lemon cake', '10.50', '4.99', '15.49']) assert.ok(shown.includes(text), `${text} is missing in: ${shown}`);
  await fillCard(page, approving);
  await pay(page);
  await page.waitForURL(`${gateway}/shop/thanks?session=${session.id}&payment_intent=${session.payment_intent}`);
  assert.deepEqual(complaints, []);
});

test('a payment link is paid, again and again', async () => {
  const link = await createLink({ after_completion: { type: 'redirect', redirect: { url: `${gateway}/shop/thanks?session={CHECKOUT_SESSION_ID}` } } });
  for (const size of ['desktop', 'phone']) {
    const { page, complaints } = await openPage(browser, size);
    await page.goto(link.url);
    const shown = await page.locator('body').innerText();
    for (const text of ['Coffee', '10.50 USD', 'Lemon cake', '15.49 USD']) assert.ok(shown.includes(text), `${text} is missing in: ${shown}`);
    await page.getByRole('button', { name: 'Continue to payment' }).click();
    await page.getByLabel('Card number').waitFor();
    await fillCard(page, approving);
    await pay(page);
    await page.waitForURL(/\/shop\/thanks\?session=cs_/);
    assert.deepEqual(complaints, []);
  }
});

test('a receipt shows what was bought, paid and given back, without a key and without script', async () => {
  const { page, complaints } = await openPage(browser, 'phone', { javaScriptEnabled: false });
  await page.goto(await receiptOf({ refunded: 499 }));
  const shown = await page.locator('body').innerText();
  for (const text of ['Paid', '15.49 USD', 'Visa ···· 4242', '<b>7</b>', 'Coffee', '10.50 USD', 'Lemon cake', '−4.99 USD', '10.50 USD']) {
    assert.ok(shown.includes(text), `${text} is missing in: ${shown}`);
  }
  assert.deepEqual(complaints, []);
});

test('a paid page stays paid, also after a reload', async () => {
  const { page, complaints } = await openPage(browser, 'phone');
  await buy(page);
  const checkout = page.url();
  await fillCard(page, approving);
  await pay(page);
  await page.waitForURL(/\/shop\/thanks/);
  await page.goto(checkout);
  await page.getByRole('heading', { name: 'Already paid' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Already paid' }).waitFor();
  assert.deepEqual(complaints, []);
});

test('a customer who presses twice pays once', async () => {
  const { page } = await openPage(browser, 'desktop');
  await buy(page);
  const confirms = [];
  page.on('request', (request) => { if (request.url().endsWith('/confirm')) confirms.push(request.headers()['idempotency-key']); });
  await fillCard(page, approving);
  await page.getByRole('button', { name: /^Pay / }).dblclick();
  await page.waitForURL(/\/shop\/thanks/);
  assert.equal(confirms.length, 1);
});

test('an answer that is lost on the way is asked for again, with the same key', async () => {
  const { page } = await openPage(browser, 'desktop');
  await buy(page);
  const keys = [];
  await page.route('**/confirm', async (route) => {
    keys.push(route.request().headers()['idempotency-key']);
    const response = await route.fetch();
    if (keys.length === 1) await route.abort('connectionreset');
    else await route.fulfill({ response });
  });
  await fillCard(page, approving);
  await pay(page);
  await page.waitForURL(/\/shop\/thanks/);
  assert.deepEqual(keys, [keys[0], keys[0]]);
});

test('cancel leads back to the shop and leaves the payment open', async () => {
  const { page, complaints } = await openPage(browser, 'desktop');
  await buy(page);
  const checkout = page.url();
  await page.getByRole('link', { name: /^Cancel/ }).click();
  await page.waitForURL(/\/shop\/[\w-]+$/);
  await page.goto(checkout);
  await page.getByLabel('Card number').waitFor();
  assert.deepEqual(complaints, []);
});

test('the fifth decline ends the payment', async () => {
  const { page } = await openPage(browser, 'phone');
  await buy(page);
  await fillCard(page, declining);
  for (const left of ['4 attempts left', '3 attempts left', '2 attempts left', 'last attempt']) {
    await page.getByLabel('Security code').fill('123');
    await pay(page);
    await page.getByRole('alert').filter({ hasText: left }).waitFor();
  }
  await page.getByLabel('Security code').fill('123');
  await pay(page);
  await page.getByRole('heading', { name: 'Too many attempts' }).waitFor();
  await page.getByRole('link', { name: /^Return/ }).waitFor();
});

test('a link without its secret, and one with a wrong secret, say so', async () => {
  const { page } = await openPage(browser, 'desktop');
  await buy(page);
  const checkout = new URL(page.url());
  const id = checkout.pathname.split('/').pop();
  for (const hash of ['', `#${id}_secret_wrong`]) {
    await page.goto('about:blank');
    await page.goto(`${checkout.origin}${checkout.pathname}${hash}`);
    await page.getByRole('heading', { name: 'This payment link does not work' }).waitFor();
  }
});

for (const [answer, device] of [['Approve the payment', 'desktop'], ['Refuse it', 'phone']]) {
  test(`the bank asks the customer, who answers: ${answer}`, async () => {
    const { page, complaints } = await openPage(browser, device);
    await buy(page);
    const checkout = page.url();
    await fillCard(page, '4000 0000 0000 3220');
    await pay(page);
    await page.waitForURL(/\/issuer\/pi_\w+\/[0-9a-f-]{36}$/);
    await page.getByText('•••• 3220'.replaceAll('•', '·')).waitFor();
    await page.getByRole('button', { name: 'Leave without answering' }).click();
    await page.waitForURL(checkout);
    await page.getByRole('link', { name: /bank/i }).click();
    await page.getByRole('button', { name: answer }).click();
    if (answer.startsWith('Approve')) {
      await page.waitForURL(/\/shop\/thanks/);
    } else {
      await page.getByRole('alert').waitFor();
      assert.equal(page.url(), checkout);
      await fillCard(page, approving);
      await pay(page);
      await page.waitForURL(/\/shop\/thanks/);
    }
    assert.deepEqual(complaints, []);
  });
}

test('the shop sells without scripts', async () => {
  const { page } = await openPage(browser, 'desktop', { javaScriptEnabled: false });
  await page.goto(`${gateway}/shop`);
  await page.getByRole('button', { name: /^Buy/ }).last().click();
  await page.waitForURL(/\/pay\/pi_\w+#pi_\w+_secret_\w+$/);
});
