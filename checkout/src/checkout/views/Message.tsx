import { type ReactNode, useEffect, useRef } from 'react';
import { MessageIcon, type MessageIconName } from './icons';

interface Props {
  readonly icon: MessageIconName;
  readonly title: string;
  readonly text: string;
  /** 1 where the page has no other heading. */
  readonly level?: 1 | 2;
  readonly children?: ReactNode;
}

/** A state that has no form. Its heading takes the focus, so that a screen reader says what has happened. */
export function Message({ icon, title, text, level = 2, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => { heading.current?.focus(); }, [title]);
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <div className="message">
      <MessageIcon name={icon} />
      <Heading ref={heading} tabIndex={-1}>{title}</Heading>
      <p role="status">{text}</p>
      {children}
    </div>
  );
}
