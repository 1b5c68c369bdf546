import type { ReactNode } from 'react';
import type { BrandId } from '../card/brands';

const word = (text: string, fill: string, size: number) => (
  <text x="20" y="13" dy={size * 0.36} textAnchor="middle" fontSize={size} fontWeight="800" fill={fill} fontFamily="Arial, Helvetica, sans-serif">{text}</text>
);

/** Simple marks of our own drawing, in the networks' colours. */
const marks: Readonly<Record<BrandId, { readonly ground: string; readonly drawing: ReactNode }>> = {
  visa: { ground: '#fff', drawing: <g transform="skewX(-8) translate(2 0)">{word('VISA', '#1a1f71', 12.5)}</g> },
  mastercard: {
    ground: '#fff',
    drawing: <><circle cx="15.5" cy="13" r="7.5" fill="#eb001b" /><circle cx="24.5" cy="13" r="7.5" fill="#f79e1b" /><path d="M20 7a7.5 7.5 0 0 1 0 12 7.5 7.5 0 0 1 0-12" fill="#ff5f00" /></>,
  },
  amex: { ground: '#1f72cd', drawing: word('AMEX', '#fff', 10.5) },
  discover: { ground: '#fff', drawing: <><path d="M40 14v9a3 3 0 0 1-3 3H14c12-1 20-5 26-12" fill="#f27712" /><text x="4" y="14" fontSize="6.5" fontWeight="800" fill="#201d1c" fontFamily="Arial, Helvetica, sans-serif">DISCOVER</text></> },
  jcb: {
    ground: '#fff',
    drawing: (
      <>
        <rect x="8" y="4.5" width="7.5" height="17" rx="2.5" fill="#0e4c96" /><rect x="16.2" y="4.5" width="7.5" height="17" rx="2.5" fill="#d0112b" /><rect x="24.4" y="4.5" width="7.5" height="17" rx="2.5" fill="#0b8a3d" />
        <text x="9.8" y="15.5" fontSize="7" fontWeight="800" fill="#fff" fontFamily="Arial, Helvetica, sans-serif" letterSpacing="3.6">JCB</text>
      </>
    ),
  },
  diners: { ground: '#fff', drawing: <><circle cx="20" cy="13" r="9" fill="#0079be" /><circle cx="20" cy="13" r="6.5" fill="#fff" /><path d="M18 7.8a5.5 5.5 0 0 0 0 10.4zM22 7.8a5.5 5.5 0 0 1 0 10.4z" fill="#0079be" /></> },
  unionpay: {
    ground: '#fff',
    drawing: <g transform="skewX(-10) translate(4 0)"><rect x="5" y="3.5" width="11" height="19" rx="2.5" fill="#e21836" /><rect x="14" y="3.5" width="11" height="19" rx="2.5" fill="#00447c" /><rect x="23" y="3.5" width="11" height="19" rx="2.5" fill="#007b84" /></g>,
  },
  maestro: {
    ground: '#fff',
    drawing: <><circle cx="15.5" cy="13" r="7.5" fill="#eb001b" /><circle cx="24.5" cy="13" r="7.5" fill="#00a2e5" /><path d="M20 7a7.5 7.5 0 0 1 0 12 7.5 7.5 0 0 1 0-12" fill="#7375cf" /></>,
  },
};

export function BrandMark({ id }: { readonly id: BrandId }) {
  const { ground, drawing } = marks[id];
  return (
    <svg className="mark" width="40" height="26" viewBox="0 0 40 26" aria-hidden="true">
      <rect width="40" height="26" rx="4" fill={ground} />
      {drawing}
    </svg>
  );
}
