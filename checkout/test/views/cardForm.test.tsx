// @vitest-environment jsdom
import { screen, waitFor } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { errorOf, field, fillCard, openCheckout } from './screen';

describe('typing', () => {
  test('the number is grouped, and its brand named', async () => {
    const { user } = await openCheckout();
    await user.type(field.number(), '378282246310005');
    expect(field.number()).toHaveValue('3782 822463 10005');
    expect(screen.getByText('American Express')).toBeVisible();
    expect(screen.getByText('4 digits on the front of your card')).toBeInTheDocument();
  });

  test('a number pasted with dashes is taken', async () => {
    const { user } = await openCheckout();
    await user.click(field.number());
    await user.paste('2223-0031-2200-3222');
    expect(field.number()).toHaveValue('2223 0031 2200 3222');
    expect(screen.getByText('Mastercard')).toBeVisible();
  });

  test('a digit typed into the middle stays under the caret', async () => {
    const { user } = await openCheckout();
    await user.type(field.number(), '42424242');
    field.number().setSelectionRange(2, 2);
    await user.keyboard('99');
    expect(field.number()).toHaveValue('4299 4242 42');
    expect(field.number().selectionStart).toBe(4);
  });

  test('the security code has as many digits as the brand', async () => {
    const { user } = await openCheckout();
    await fillCard(user, '378282246310005', '12345');
    expect(field.cvc()).toHaveValue('1234');
    await user.clear(field.number());
    await user.type(field.number(), '4242424242424242');
    await user.tab();
    expect(errorOf(field.cvc())).toBe('This security code has the wrong length.');
  });

  test('a browser that fills all fields in at once is not cut short', async () => {
    await openCheckout();
    const fill = (input: HTMLInputElement, value: string) => {
      input.value = value;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    };
    fill(field.number(), '4242424242424242');
    fill(field.expiry(), '12/2030');
    fill(field.name(), 'Amina Benali');
    await waitFor(() => { expect(field.name()).toHaveValue('Amina Benali'); });
    expect(field.number()).toHaveValue('4242 4242 4242 4242');
    expect(field.expiry()).toHaveValue('12 / 30');
  });
});

describe('errors', () => {
  test('show when a field is left, and go while it is corrected', async () => {
    const { user } = await openCheckout();
    await user.type(field.number(), '4242424242424241');
    expect(errorOf(field.number())).toBeNull();
    await user.tab();
    expect(errorOf(field.number())).toBe('This card number is not right. Check each digit.');
    await user.type(field.number(), '{Backspace}2');
    expect(errorOf(field.number())).toBeNull();
  });

  test('show at once where no digit could follow', async () => {
    const { user } = await openCheckout();
    await user.type(field.number(), '5555555555554443');
    expect(errorOf(field.number())).toBe('This card number is not right. Check each digit.');
  });

  test('do not show for an empty field that is passed over', async () => {
    const { user } = await openCheckout();
    await user.click(field.number());
    await user.tab();
    expect(errorOf(field.number())).toBeNull();
  });

  test('of an empty form are all shown, the first has the focus, and nothing is sent', async () => {
    const { user, stub } = await openCheckout();
    await user.click(field.pay());
    expect([field.number(), field.expiry(), field.cvc(), field.name()].map(errorOf)).toEqual([
      'Enter your card number.', 'Enter the expiry date.', 'Enter the security code.', 'Enter the name on the card.',
    ]);
    expect(field.number()).toHaveFocus();
    expect(stub.confirms).toEqual([]);
  });

  test('lead the focus to the first field that is wrong', async () => {
    const { user } = await openCheckout();
    await fillCard(user);
    await user.clear(field.expiry());
    await user.type(field.expiry(), '1220{Enter}');
    expect(errorOf(field.expiry())).toBe('This card has expired.');
    expect(field.expiry()).toHaveFocus();
  });
});

describe('paying', () => {
  test('sends what was typed, and shows the success', async () => {
    const { user, stub } = await openCheckout({ success_url: null });
    await fillCard(user);
    await user.click(field.pay());
    const heading = await screen.findByRole('heading', { name: 'Payment successful' });
    await waitFor(() => { expect(heading).toHaveFocus(); });
    expect(Object.fromEntries(stub.confirms[0]?.form ?? [])).toEqual({
      'payment_method_data[type]': 'card',
      'payment_method_data[card][number]': '4242424242424242',
      'payment_method_data[card][exp_month]': '12',
      'payment_method_data[card][exp_year]': '2030',
      'payment_method_data[card][cvc]': '123',
      'payment_method_data[billing_details][name]': 'Amina Benali',
    });
  });

  test('a decline keeps all but the security code, says how many attempts are left, and takes the focus', async () => {
    const { user } = await openCheckout();
    await fillCard(user, '4000000000000002');
    await user.click(field.pay());
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Your payment was declined');
    expect(alert).toHaveTextContent('You have 4 attempts left.');
    await waitFor(() => { expect(alert).toHaveFocus(); });
    await waitFor(() => { expect(field.cvc()).toHaveValue(''); });
    expect([field.number().value, field.expiry().value, field.name().value]).toEqual(['4000 0000 0000 0002', '12 / 30', 'Amina Benali']);
    expect(errorOf(field.cvc())).toBeNull();
  });

  test('a wrong security code marks its field until it is typed again', async () => {
    const { user } = await openCheckout({ attempts_left: 2 });
    await fillCard(user, '4000000000000127');
    await user.click(field.pay());
    expect(await screen.findByRole('alert')).toHaveTextContent('This is your last attempt.');
    await waitFor(() => { expect(field.cvc()).toBeInvalid(); });
    expect(field.cvc()).toHaveAccessibleDescription(expect.stringContaining('The security code does not match this card.'));
    await user.type(field.cvc(), '1');
    expect(field.cvc()).toBeValid();
  });

  test('while it is under way the form is busy and cannot be changed or sent again', async () => {
    const { user, stub } = await openCheckout();
    let answer: () => void = () => undefined;
    const handle = stub.handle.bind(stub);
    stub.handle = async (request) => {
      await new Promise<void>((resolve) => { answer = resolve; });
      return handle(request);
    };
    await fillCard(user);
    await user.dblClick(field.pay());
    expect(field.pay()).toHaveAttribute('aria-disabled', 'true');
    expect(field.pay()).toHaveTextContent('Processing…');
    expect(field.pay()).toHaveFocus();
    await user.type(field.number(), '9');
    expect(field.number()).toHaveValue('4242 4242 4242 4242');
    answer();
    await screen.findByRole('heading', { name: 'Payment successful' });
    expect(stub.confirms).toHaveLength(1);
  });

  test('a lost connection says that repeating is safe, and repeats the same attempt', async () => {
    const { user, stub } = await openCheckout();
    await fillCard(user);
    stub.failNext('answerLost', 'lost', 'lost', 'lost');
    await user.click(field.pay());
    expect(await screen.findByRole('alert')).toHaveTextContent('you will not be charged twice');
    expect(field.cvc()).toHaveValue('123');
    await user.click(field.pay());
    await screen.findByRole('heading', { name: 'Payment successful' });
    expect(new Set(stub.confirms.map(({ key }) => key)).size).toBe(1);
    expect(stub.charges).toBe(1);
  });
});

test('the card is nowhere but in its fields', async () => {
  const { user, stub, container } = await openCheckout();
  await fillCard(user, '4000000000000002', '987');
  await user.click(field.pay());
  await screen.findByRole('alert');
  expect(stub.confirms).toHaveLength(1);
  const places = [container.innerHTML, document.cookie, location.href, document.title, JSON.stringify(history.state), JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])];
  for (const place of places) expect(place.replace(/[\s-]/g, '')).not.toMatch(/4000000000000002|987/);
  expect(Object.values(window as unknown as Record<string, unknown>).filter((value) => typeof value === 'string' && value.includes('4000'))).toEqual([]);
  for (const input of container.querySelectorAll('input')) expect(input).not.toHaveAttribute('name');
});
