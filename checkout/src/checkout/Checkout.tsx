import { useEffect, useSyncExternalStore } from 'react';
import { formatAmount } from '../shared/money';
import { followableUrl } from '../shared/urls';
import { monthOf } from './card/validate';
import type { CheckoutFlow } from './flow/checkoutFlow';
import type { LoadedView, View } from './flow/view';
import type { Texts } from './texts';
import { CardForm } from './views/CardForm';
import { Message } from './views/Message';
import { Paid } from './views/Paid';
import { Summary } from './views/Summary';

interface Props {
  readonly flow: CheckoutFlow;
  readonly texts: Texts;
}

export function Checkout({ flow, texts }: Props) {
  const view = useSyncExternalStore(flow.subscribe, flow.view);
  const title = titleOf(view, texts);
  useEffect(() => { document.title = title; }, [title]);
  if (view.kind === 'loading') return <main className="lone"><p className="loading" role="status"><span className="spinner" />{texts.screens.loading}</p></main>;
  if (view.kind === 'badLink') return <main className="lone"><Message icon="broken" level={1} {...texts.screens.badLink} /></main>;
  if (view.kind === 'unreachable') {
    return (
      <main className="lone">
        <Message icon="offline" level={1} {...texts.screens.unreachable}>
          <button className="action" type="button" onClick={() => void flow.load()}>{texts.screens.tryAgain}</button>
        </Message>
      </main>
    );
  }
  return (
    <main className="split">
      <Summary view={view} texts={texts} onTimeUp={() => void flow.refresh()} />
      <section className="panel"><Panel flow={flow} texts={texts} view={view} /></section>
    </main>
  );
}

function Panel({ flow, texts, view }: Props & { readonly view: LoadedView }) {
  const { page } = view;
  const cancelUrl = followableUrl(page.cancel_url);
  const back = cancelUrl === null ? null : <a className="action" href={cancelUrl}>{texts.screens.returnTo(page.merchant.name)}</a>;
  switch (view.kind) {
    case 'form':
      return (
        <CardForm
          texts={texts}
          amount={formatAmount(page.amount, page.currency, texts.locale)}
          merchant={page.merchant.name}
          today={monthOf(page.now)}
          isTest={!page.livemode}
          cancelUrl={cancelUrl}
          busy={view.busy}
          notice={view.notice}
          onEdit={() => { flow.edited(); }}
          onSubmit={(card) => flow.submit(card)}
        />
      );
    case 'bank':
      return view.url === null
        ? <Message icon="bank" title={texts.screens.bank.title} text={texts.screens.bankMissing}><button className="action" type="button" onClick={() => void flow.load()}>{texts.screens.tryAgain}</button></Message>
        : <Message icon="bank" {...texts.screens.bank}><a className="action" href={view.url}>{texts.screens.toBank}</a></Message>;
    case 'processing':
      return <Message icon="busy" title={texts.screens.processing.title} text={view.isSlow ? texts.screens.processingSlow : texts.screens.processing.text} />;
    case 'paid': return <Paid view={view} texts={texts} />;
    case 'closed': return <Message icon={view.reason === 'expired' ? 'clock' : 'stopped'} {...texts.screens[view.reason]}>{back}</Message>;
  }
}

function titleOf(view: View, texts: Texts): string {
  switch (view.kind) {
    case 'loading': return texts.screens.loading;
    case 'badLink': return texts.screens.badLink.title;
    case 'unreachable': return texts.screens.unreachable.title;
    case 'form': return texts.titlePay(formatAmount(view.page.amount, view.page.currency, texts.locale), view.page.merchant.name);
    case 'bank': return texts.screens.bank.title;
    case 'processing': return texts.screens.processing.title;
    case 'paid': return (view.isFresh ? texts.screens.paid : texts.screens.paidBefore).title;
    case 'closed': return texts.screens[view.reason].title;
  }
}
