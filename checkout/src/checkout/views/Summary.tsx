import { formatAmount } from '../../shared/money';
import type { LineItem } from '../flow/page';
import type { LoadedView } from '../flow/view';
import type { Texts } from '../texts';
import { Countdown } from './Countdown';
import { LockIcon } from './icons';

interface Props {
  readonly view: LoadedView;
  readonly texts: Texts;
  readonly onTimeUp: () => void;
}

/** Whom one pays, how much, and for what. */
export function Summary({ view, texts, onTimeUp }: Props) {
  const { page } = view;
  const isOpen = view.kind === 'form';
  return (
    <header className="summary">
      <div className="merchant">
        <span className="avatar" aria-hidden="true">{Array.from(page.merchant.name.trim())[0]?.toUpperCase()}</span>
        <h1 className="merchant-name">{isOpen ? texts.payTo(page.merchant.name) : page.merchant.name}</h1>
        {page.livemode ? null : <span className="badge">{texts.testMode}</span>}
      </div>
      <p className="due">
        <span className="due-label">{isOpen ? texts.amountDue : texts.screens.amount}</span>
        <span className="due-amount">{formatAmount(page.amount, page.currency, texts.locale)}</span>
      </p>
      {page.description ? <p className="description">{page.description}</p> : null}
      {page.line_items.length > 0 ? <Lines lines={page.line_items} total={page.amount} currency={page.currency} texts={texts} /> : null}
      {page.order_id ? <p className="order">{texts.order} <bdi>{page.order_id}</bdi></p> : null}
      {isOpen ? <Countdown key={view.deadlineMs} deadlineMs={view.deadlineMs} texts={texts} onTimeUp={onTimeUp} /> : null}
      <footer className="trust"><LockIcon /><span>{texts.poweredBy}<br />{texts.privacy(page.merchant.name)}</span></footer>
    </header>
  );
}

interface LinesProps {
  readonly lines: readonly LineItem[];
  readonly total: number;
  readonly currency: string;
  readonly texts: Texts;
}

function Lines({ lines, total, currency, texts }: LinesProps) {
  return (
    <section aria-label={texts.summary} className="lines">
      <ul>
        {lines.map((line, index) => (
          <li key={index}>
            <span className="line-name">{line.name}{line.quantity > 1 ? <small>{texts.quantity(line.quantity)}</small> : null}</span>
            <span>{formatAmount(line.amount, currency, texts.locale)}</span>
          </li>
        ))}
      </ul>
      <p className="line-total"><span>{texts.total}</span><span>{formatAmount(total, currency, texts.locale)}</span></p>
    </section>
  );
}
