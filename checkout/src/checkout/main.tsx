import './layout.css';
import './form.css';
import './screens.css';
import { createRoot } from 'react-dom/client';
import { Checkout } from './Checkout';
import { CheckoutFlow } from './flow/checkoutFlow';
import { Gateway } from './flow/api';
import { keepCredentials, readCredentials, takeKeptCredentials } from './flow/page';
import { browserSurroundings } from './flow/surroundings';
import { textsFor } from './texts';
import { Message } from './views/Message';

const texts = textsFor(navigator.languages);
document.documentElement.lang = texts.locale;
document.documentElement.dir = texts.direction;
// Another link pasted over this one differs in the fragment only, which loads nothing by itself.
addEventListener('hashchange', () => { location.reload(); });

/** The client secret's only way over the bank's page; this tab forgets it with the first look. */
// eslint-disable-next-line no-restricted-globals -- nothing else may be kept, and this only while the customer is at their bank
const tab = sessionStorage;

const target = document.getElementById('checkout');
if (target) createRoot(target).render(content());

function content() {
  const returned = location.hash === '' ? takeKeptCredentials(location, tab) : null;
  const credentials = returned ?? readCredentials(location);
  if (!credentials) return <main className="lone"><Message icon="broken" level={1} {...texts.screens.badLink} /></main>;
  // The address bar gets its secret back, so that a reload works.
  if (returned) history.replaceState(null, '', `#${returned.secret}`);
  const flow = new CheckoutFlow(new Gateway(credentials), {
    ...browserSurroundings,
    keepForReturn: () => { keepCredentials(credentials, tab); },
  });
  void flow.load(returned !== null);
  addEventListener('pageshow', (event) => { if (event.persisted) void flow.load(); });
  addEventListener('online', () => { if (flow.view().kind === 'unreachable') void flow.load(); });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) void flow.refresh(); });
  return <Checkout flow={flow} texts={texts} />;
}
