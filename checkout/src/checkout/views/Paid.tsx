import { useEffect } from 'react';
import { formatAmount } from '../../shared/money';
import { followableUrl } from '../../shared/urls';
import type { LoadedView } from '../flow/view';
import type { Texts } from '../texts';
import { Message } from './Message';

/** Long enough to read that it worked, short enough not to be left. */
export const leaveAfterMs = 2500;

interface Props {
  readonly view: Extract<LoadedView, { kind: 'paid' }>;
  readonly texts: Texts;
  readonly leave?: (url: string) => void;
}

/** Paid: leads back to the merchant if the payment was made just now, and stays as a receipt where there is no way back. */
export function Paid({ view, texts, leave = replaceLocation }: Props) {
  const { page, returnUrl, isFresh } = view;
  const isLeaving = isFresh && returnUrl !== null;
  useEffect(() => {
    if (!isLeaving) return undefined;
    const timer = setTimeout(() => { leave(returnUrl); }, leaveAfterMs);
    return () => { clearTimeout(timer); };
  }, [isLeaving, returnUrl, leave]);
  const name = page.merchant.name;
  const receipt = followableUrl(page.receipt_url);
  return (
    <Message icon="done" {...(isFresh ? texts.screens.paid : texts.screens.paidBefore)}>
      <dl className="receipt" aria-label={texts.screens.details}>
        <div><dt>{texts.screens.amount}</dt><dd>{formatAmount(page.amount, page.currency, texts.locale)}</dd></div>
        <div><dt>{texts.screens.paidTo}</dt><dd>{name}</dd></div>
        {page.order_id ? <div><dt>{texts.order}</dt><dd><bdi>{page.order_id}</bdi></dd></div> : null}
        <div><dt>{texts.screens.reference}</dt><dd className="reference">{page.id}</dd></div>
      </dl>
      {receipt === null ? null : <a href={receipt}>{texts.screens.receipt}</a>}
      {isLeaving ? <p className="leaving" role="status">{texts.screens.leaving(name)}</p> : null}
      {returnUrl === null ? null : <a className="action" href={returnUrl}>{isFresh ? texts.screens.continueTo(name) : texts.screens.returnTo(name)}</a>}
    </Message>
  );
}

/** The paid form is not a page to come back to. */
function replaceLocation(url: string): void {
  location.replace(url);
}
