import { expect, test } from 'vitest';
import { followableUrl, withPaymentIntent } from '../../src/shared/urls';

test.each([
  ['https://shop.example/thanks', 'https://shop.example/thanks?payment_intent=pi_1'],
  ['https://shop.example', 'https://shop.example/?payment_intent=pi_1'],
  ['https://shop.example/thanks?order=7', 'https://shop.example/thanks?order=7&payment_intent=pi_1'],
  ['https://shop.example/thanks?order=7#end', 'https://shop.example/thanks?order=7&payment_intent=pi_1#end'],
  ['https://shop.example/#/thanks?x=1', 'https://shop.example/?payment_intent=pi_1#/thanks?x=1'],
  ['https://shop.example/t?', 'https://shop.example/t?payment_intent=pi_1'],
  ['https://shop.example/t?a=1&', 'https://shop.example/t?a=1&payment_intent=pi_1'],
  ['https://shop.example/t?q=a%20b+c&r=%2F&empty=', 'https://shop.example/t?q=a%20b+c&r=%2F&empty=&payment_intent=pi_1'],
  ['https://shop.example/t?payment_intent=pi_old&a=1', 'https://shop.example/t?a=1&payment_intent=pi_1'],
  ['https://shop.example/t?payment%5Fintent=pi_old', 'https://shop.example/t?payment_intent=pi_1'],
  ['https://shop.example/t?my_payment_intent=keep', 'https://shop.example/t?my_payment_intent=keep&payment_intent=pi_1'],
  ['http://127.0.0.1:5000/thanks?a', 'http://127.0.0.1:5000/thanks?a&payment_intent=pi_1'],
])('%s leads to %s', (successUrl, target) => {
  expect(withPaymentIntent(successUrl, 'pi_1')).toBe(target);
});

test.each(['javascript:alert(1)', ' JavaScript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'blob:https://x/1', '/relative', '//shop.example/x', 'shop.example', '', null, undefined])(
  '%s is never followed', (address) => {
    expect(followableUrl(address)).toBeNull();
    expect(withPaymentIntent(address, 'pi_1')).toBeNull();
  },
);
