import type { ReactNode } from 'react';

function Line({ children, size = 20 }: { readonly children: ReactNode; readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      {children}
    </svg>
  );
}

export const LockIcon = () => <Line size={16}><rect x="5" y="11" width="14" height="9" rx="2" /><path d="M8 11V8a4 4 0 0 1 8 0v3" /></Line>;
export const ClockIcon = () => <Line size={16}><circle cx="12" cy="12" r="9" /><path d="M12 7v5l3 2" /></Line>;
export const AlertIcon = () => <Line><circle cx="12" cy="12" r="9" /><path d="M12 7.5v5.5M12 16.5v.01" /></Line>;

export type MessageIconName = 'broken' | 'offline' | 'bank' | 'busy' | 'clock' | 'stopped' | 'done';

const drawings: Readonly<Record<MessageIconName, ReactNode>> = {
  broken: <><path d="M10 14a4 4 0 0 1-.5-5.2M14 10a4 4 0 0 1 .5 5.2" /><path d="M8.5 11.5 6 14a3.5 3.5 0 0 0 5 5l1.5-1.5M15.5 12.5 18 10a3.5 3.5 0 0 0-5-5l-1.5 1.5" /><path d="M4 4l3 3M20 20l-3-3" /></>,
  offline: <><path d="M5 12.5a10 10 0 0 1 3.5-2.3M19 12.5a10 10 0 0 0-5-2.8M8.5 16a5 5 0 0 1 7 0M12 19.5v.01M2.5 9A14.5 14.5 0 0 1 6 6.7M21.5 9A14.5 14.5 0 0 0 11 5.5" /><path d="M4 4l16 16" /></>,
  bank: <path d="M4 10 12 5l8 5M5 10h14M7 10v7M12 10v7M17 10v7M4.5 19.5h15" />,
  busy: null,
  clock: <><circle cx="12" cy="12" r="8.5" /><path d="M12 7.5V12l3 2" /></>,
  stopped: <><circle cx="12" cy="12" r="8.5" /><path d="M9 9l6 6M15 9l-6 6" /></>,
  done: <path className="tick" pathLength="1" d="M6.5 12.5l3.7 3.7L17.5 8.5" />,
};

export function MessageIcon({ name }: { readonly name: MessageIconName }) {
  if (name === 'busy') return <span className="spinner large" aria-hidden="true" />;
  return <span className={`medal ${name}`} aria-hidden="true"><Line size={name === 'done' ? 40 : 30}>{drawings[name]}</Line></span>;
}
