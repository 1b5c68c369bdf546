import { useEffect, useRef } from 'react';
import type { Notice } from '../flow/view';
import type { Texts } from '../texts';
import { AlertIcon } from './icons';

export const noticeId = 'payment-notice';

/** Why the last attempt failed. Takes the focus, so that it is read out and scrolled to. */
export function NoticeBox({ notice, texts }: { readonly notice: Notice; readonly texts: Texts }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => { box.current?.focus(); }, [notice]);
  return (
    <div className={`notice ${notice.kind}`} id={noticeId} ref={box} role="alert" tabIndex={-1}>
      <AlertIcon />
      <div>
        <strong>{titleOf(notice, texts)}</strong>
        <p>{notice.kind === 'unreachable' ? texts.notice.unreachable : texts.notice.reasons[notice.reason]}</p>
        {notice.kind === 'declined' ? <p className="attempts">{texts.notice.attemptsLeft(notice.attemptsLeft)}</p> : null}
      </div>
    </div>
  );
}

function titleOf(notice: Notice, texts: Texts): string {
  switch (notice.kind) {
    case 'declined': return texts.notice.declinedTitle;
    case 'refused': return texts.notice.refusedTitle;
    case 'unreachable': return texts.notice.unreachableTitle;
  }
}
