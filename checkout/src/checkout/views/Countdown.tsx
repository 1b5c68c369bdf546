import { useEffect, useState } from 'react';
import type { Texts } from '../texts';
import { ClockIcon } from './icons';

interface Props {
  readonly deadlineMs: number;
  readonly texts: Texts;
  readonly onTimeUp: () => void;
}

const soonSeconds = 300;
const lastSeconds = 60;
/** The server's clock decides; until it agrees the question is repeated this often. */
const askAgainSeconds = 5;

/** The time left, seen by everyone each second and read out twice: when five minutes and when one minute are left. */
export function Countdown({ deadlineMs, texts, onTimeUp }: Props) {
  const [leftSeconds, setLeftSeconds] = useState(() => secondsUntil(deadlineMs));
  useEffect(() => {
    const timer = setInterval(() => {
      const left = secondsUntil(deadlineMs);
      setLeftSeconds(Math.max(0, left));
      if (left <= 0 && left % askAgainSeconds === 0) onTimeUp();
    }, 1000);
    return () => { clearInterval(timer); };
  }, [deadlineMs, onTimeUp]);
  const urgency = leftSeconds <= lastSeconds ? 'last' : leftSeconds <= soonSeconds ? 'soon' : 'calm';
  return (
    <div className={`countdown ${urgency}`}>
      <ClockIcon />
      <span>{texts.timeLeft}</span>
      <time role="timer" aria-live="off">{clockFace(leftSeconds)}</time>
      <span className="hidden" role="status">{urgency === 'calm' ? '' : texts.timeLeftSpoken(urgency === 'last' ? 1 : 5)}</span>
    </div>
  );
}

function secondsUntil(deadlineMs: number): number {
  return Math.ceil((deadlineMs - Date.now()) / 1000);
}

function clockFace(seconds: number): string {
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}
