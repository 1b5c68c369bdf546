import { expect, test, vi } from 'vitest';
import { confirmBody, Gateway } from '../../src/checkout/flow/api';

const credentials = { id: 'pi_1', secret: 'pi_1_secret_x' };
const card = { number: '4242424242424242', expMonth: 3, expYear: 2030, cvc: '123', name: 'Zoë & Söhne' };
const never = new AbortController().signal;

function answering(status: number, body: string, headers: Record<string, string> = {}) {
  return vi.fn<typeof fetch>(() => Promise.resolve(new Response(body, { status, headers })));
}

test('a confirm is a form with the secret as bearer credential and the key of the attempt', async () => {
  const fetcher = answering(200, '{"status":"succeeded"}');
  await new Gateway(credentials, fetcher).confirm(card, 'key-1', never);
  const [path, request] = fetcher.mock.calls[0] ?? [];
  expect(path).toBe('/v1/payment_intents/pi_1/confirm');
  expect(request).toMatchObject({
    method: 'POST', headers: { Authorization: 'Bearer pi_1_secret_x', 'Idempotency-Key': 'key-1' }, credentials: 'omit', cache: 'no-store', redirect: 'error',
  });
  expect(String(request?.body as URLSearchParams)).toBe(String(confirmBody(card)));
});

test('the form names the members of the wire format', () => {
  expect([...confirmBody(card)]).toEqual([
    ['payment_method_data[type]', 'card'],
    ['payment_method_data[card][number]', '4242424242424242'],
    ['payment_method_data[card][exp_month]', '3'],
    ['payment_method_data[card][exp_year]', '2030'],
    ['payment_method_data[card][cvc]', '123'],
    ['payment_method_data[billing_details][name]', 'Zoë & Söhne'],
  ]);
});

test('a decline carries its codes and the attempts that are left', async () => {
  const error = { type: 'card_error', code: 'card_declined', decline_code: 'insufficient_funds', message: 'No.', param: '', attempts_left: 3 };
  const answer = await new Gateway(credentials, answering(402, JSON.stringify({ error }))).confirm(card, 'k', never);
  expect(answer).toEqual({
    kind: 'refused', status: 402, error: { type: 'card_error', code: 'card_declined', declineCode: 'insufficient_funds', param: '', attemptsLeft: 3 },
  });
});

test.each([
  ['500', answering(500, 'oops'), null],
  ['502 of a proxy', answering(502, '<html>'), null],
  ['503 with a wait', answering(503, '{}', { 'Retry-After': '7' }), 7],
  ['503 with a date', answering(503, '{}', { 'Retry-After': 'Sat, 21 Nov 2026 03:00:00 GMT' }), null],
  ['429', answering(429, '{}', { 'Retry-After': '1' }), 1],
  ['409', answering(409, '{}'), null],
  ['408', answering(408, '{}'), null],
  ['200 that is cut off', answering(200, '{"status":'), null],
  ['a broken connection', vi.fn<typeof fetch>(() => Promise.reject(new TypeError('Failed to fetch'))), null],
  ['a time-out', vi.fn<typeof fetch>(() => Promise.reject(new DOMException('Too late', 'TimeoutError'))), null],
])('after %s nothing is known', async (_, fetcher, retryAfterSeconds) => {
  expect(await new Gateway(credentials, fetcher).confirm(card, 'k', never)).toEqual({ kind: 'unknown', retryAfterSeconds });
});

test('an error without an error object is still a refusal', async () => {
  const answer = await new Gateway(credentials, answering(400, 'null')).page(never);
  expect(answer).toEqual({ kind: 'refused', status: 400, error: { type: 'api_error', code: null, declineCode: null, param: null, attemptsLeft: null } });
});

test('a page that is gone gets no answer', async () => {
  const stop = new AbortController();
  const fetcher = vi.fn<typeof fetch>(() => {
    stop.abort();
    return Promise.reject(new DOMException('Aborted', 'AbortError'));
  });
  await expect(new Gateway(credentials, fetcher).page(stop.signal)).rejects.toThrow('aborted');
});
