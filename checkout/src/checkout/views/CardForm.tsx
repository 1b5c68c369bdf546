import { type ChangeEvent, type ComponentProps, type SyntheticEvent, useLayoutEffect, useRef, useState } from 'react';
import { brandOf, cvcLengthMax } from '../card/brands';
import { asciiDigits } from '../card/digits';
import { formatExpiry, formatNumber } from '../card/format';
import { type CardFields, type FieldErrors, type FieldName, fieldNames, isNumberFull, parseExpiry, validateCard, type YearMonth } from '../card/validate';
import type { CardDetails } from '../flow/api';
import { fieldOf } from '../flow/decline';
import type { Busy, Notice } from '../flow/view';
import type { Texts } from '../texts';
import { BrandMark } from './BrandMark';
import { CardField } from './CardField';
import { LockIcon } from './icons';
import { NoticeBox, noticeId } from './NoticeBox';

interface Props {
  readonly texts: Texts;
  readonly amount: string;
  readonly merchant: string;
  readonly today: YearMonth;
  readonly isTest: boolean;
  readonly cancelUrl: string | null;
  readonly busy: Busy;
  readonly notice: Notice | null;
  readonly onEdit: () => void;
  readonly onSubmit: (card: CardDetails) => Promise<Notice | null>;
}

const empty: CardFields = { number: '', expiry: '', cvc: '', name: '' };

/** The only place that holds a card number and a CVC. They leave it as the argument of `onSubmit`, and by no other way. */
export function CardForm(props: Props) {
  const { texts, busy, notice } = props;
  const form = texts.form;
  const card = useCardFields(props);
  const brand = brandOf(asciiDigits(card.fields.number));
  return (
    <form className="card-form" method="post" noValidate aria-busy={busy !== 'no'} onSubmit={card.submit}>
      <h2>{form.heading}</h2>
      {notice ? <NoticeBox notice={notice} texts={texts} /> : null}
      <CardField {...card.input('number')} label={form.number} inputMode="numeric" autoComplete="cc-number" placeholder="1234 1234 1234 1234" dir="ltr">
        <span className="brand" aria-live="polite">{brand ? <><BrandMark id={brand.id} /><span>{brand.name}</span></> : null}</span>
      </CardField>
      <div className="pair">
        <CardField {...card.input('expiry')} label={form.expiry} inputMode="numeric" autoComplete="cc-exp" placeholder={form.expiryExample} dir="ltr" />
        <CardField {...card.input('cvc')} label={form.cvc} hint={form.cvcHint(brand?.cvcLength ?? 3)} inputMode="numeric" autoComplete="cc-csc" placeholder={brand?.cvcLength === 4 ? '1234' : '123'} dir="ltr" />
      </div>
      <CardField {...card.input('name')} label={form.name} autoComplete="cc-name" autoCapitalize="words" dir="auto" />
      <button className="pay" type="submit" aria-disabled={busy !== 'no'}>
        {busy === 'no' ? <><LockIcon />{form.pay(props.amount)}</> : <><span className="spinner" aria-hidden="true" />{busy === 'sending' ? form.sending : form.retrying}</>}
      </button>
      <span className="hidden" role="status">{busy === 'no' ? '' : busy === 'sending' ? form.sending : form.retrying}</span>
      {props.isTest ? <p className="test-hint"><strong>{texts.testMode}.</strong> {texts.testHint}</p> : null}
      {props.cancelUrl === null ? null : <a className="cancel" href={props.cancelUrl}>{form.cancel(props.merchant)}</a>}
    </form>
  );
}

function useCardFields({ texts, today, busy, onEdit, onSubmit }: Props) {
  const [fields, setFields] = useState(empty);
  /** Fields that were left once: their errors show, and go away while they are corrected. */
  const [left, setLeft] = useState<ReadonlySet<FieldName>>(new Set());
  const [flagged, setFlagged] = useState<FieldName | null>(null);
  const [numberCaret, setNumberCaret] = useState<number | null>(null);
  const inputs = useRef<Partial<Record<FieldName, HTMLInputElement | null>>>({});
  const errors = validateCard(fields, today);

  useLayoutEffect(() => {
    const input = inputs.current.number;
    if (numberCaret !== null && input && document.activeElement === input) input.setSelectionRange(numberCaret, numberCaret);
  }, [fields.number, numberCaret]);

  function change(name: FieldName, input: HTMLInputElement): void {
    if (busy !== 'no') return;
    const formatted = formatNumber(input.value, input.selectionStart ?? undefined);
    if (name === 'number') setNumberCaret(formatted.caret);
    const typed = input.value;
    // A browser that fills the form in changes several fields before the next render.
    setFields((current) => ({ ...current, [name]: name === 'number' ? formatted.text : tidy(name, typed, current) }));
    if (flagged === name) setFlagged(null);
    onEdit();
  }

  function input(name: FieldName): Pick<ComponentProps<typeof CardField>, 'field' | 'error' | 'flaggedBy' | 'inputRef' | 'value' | 'readOnly' | 'onChange' | 'onBlur'> {
    const isShown = left.has(name) || (name === 'number' && isNumberFull(fields.number));
    const error = isShown ? errors[name] : undefined;
    return {
      field: name,
      error: error ? texts.form.errors[error] : null,
      flaggedBy: flagged === name ? noticeId : null,
      inputRef: (element) => { inputs.current[name] = element; },
      value: fields[name],
      readOnly: busy !== 'no',
      onChange: (event: ChangeEvent<HTMLInputElement>) => { change(name, event.currentTarget); },
      // Passing over an empty field is no mistake yet.
      onBlur: () => { if (fields[name].trim() !== '') setLeft((current) => new Set(current).add(name)); },
    };
  }

  async function send(): Promise<void> {
    const notice = await onSubmit(cardDetails(fields));
    if (notice?.kind === 'declined') {
      setFields((current) => ({ ...current, cvc: '' }));
      setLeft(new Set(fieldNames.filter((name) => name !== 'cvc')));
    }
    setFlagged(notice && notice.kind !== 'unreachable' ? fieldOf(notice.reason) : null);
  }

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    if (busy !== 'no') return;
    setLeft(new Set(fieldNames));
    const wrong = firstError(errors);
    if (wrong) inputs.current[wrong]?.focus();
    else void send();
  }

  return { fields, input, submit };
}

function tidy(name: FieldName, typed: string, fields: CardFields): string {
  switch (name) {
    case 'expiry': return formatExpiry(typed, fields.expiry);
    case 'cvc': return asciiDigits(typed).slice(0, brandOf(asciiDigits(fields.number))?.cvcLength ?? cvcLengthMax);
    default: return typed;
  }
}

function firstError(errors: FieldErrors): FieldName | undefined {
  return fieldNames.find((name) => errors[name]);
}

function cardDetails(fields: CardFields): CardDetails {
  const expiry = parseExpiry(fields.expiry);
  if (!expiry) throw new Error('Only a validated card is sent.');
  return {
    number: asciiDigits(fields.number),
    expMonth: expiry.month,
    expYear: expiry.year,
    cvc: asciiDigits(fields.cvc),
    name: fields.name.trim(),
  };
}
