import '@testing-library/jest-dom/vitest';
import { act, cleanup, configure, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect } from 'vitest';
import { StubGateway } from '../../dev/stubGateway';
import { Checkout } from '../../src/checkout/Checkout';
import { CheckoutFlow } from '../../src/checkout/flow/checkoutFlow';
import { Gateway } from '../../src/checkout/flow/api';
import type { CheckoutPage } from '../../src/checkout/flow/page';
import { english } from '../../src/checkout/texts';

afterEach(cleanup);
// Deadlines are for hangs only; a machine under load is slow, not wrong.
configure({ asyncUtilTimeout: 10_000 });

/** The whole page on the stub gateway, loaded. */
export async function openCheckout(page: Partial<CheckoutPage> = {}, stub = new StubGateway()) {
  stub.add({ id: 'pi_1', cancel_url: 'https://shop.example/basket', ...page });
  const flow = new CheckoutFlow(new Gateway({ id: 'pi_1', secret: 'pi_1_secret_x' }, stub.fetch), {
    now: () => Date.now(), sleep: () => Promise.resolve(), navigate: () => undefined, keepForReturn: () => undefined,
  });
  const user = userEvent.setup({ delay: null });
  const { container } = render(<Checkout flow={flow} texts={english} />);
  await act(() => flow.load());
  return { stub, flow, user, container };
}

export const field = {
  number: () => screen.getByLabelText<HTMLInputElement>('Card number'),
  expiry: () => screen.getByLabelText<HTMLInputElement>('Expiry date'),
  cvc: () => screen.getByLabelText<HTMLInputElement>('Security code'),
  name: () => screen.getByLabelText<HTMLInputElement>('Name on card'),
  pay: () => screen.getByRole('button', { name: /^(Pay|Processing|Still)/ }),
};

export async function fillCard(user: ReturnType<typeof userEvent.setup>, number = '4242424242424242', cvc = '123'): Promise<void> {
  await user.type(field.number(), number);
  await user.type(field.expiry(), '1230');
  await user.type(field.cvc(), cvc);
  await user.type(field.name(), 'Amina Benali');
}

/** The error that assistive technology reads with the field. */
export function errorOf(input: HTMLElement): string | null {
  expect(input).toHaveAttribute('aria-invalid', String(input.getAttribute('aria-describedby')?.includes('-error') ?? false));
  const id = input.getAttribute('aria-describedby')?.split(' ').find((part) => part.endsWith('-error'));
  return id ? document.getElementById(id)?.textContent ?? null : null;
}
