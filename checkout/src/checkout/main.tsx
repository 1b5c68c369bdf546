import './layout.css';
import './form.css';
import './screens.css';
import { createRoot } from 'react-dom/client';
import { Checkout } from './Checkout';
import { CheckoutFlow } from './flow/checkoutFlow';
import { Gateway } from './flow/api';
import { readCredentials } from './flow/page';
import { textsFor } from './texts';
import { Message } from './views/Message';

const texts = textsFor(navigator.languages);
document.documentElement.lang = texts.locale;
document.documentElement.dir = texts.direction;
// Another link pasted over this one differs in the fragment only, which loads nothing by itself.
addEventListener('hashchange', () => { location.reload(); });

const target = document.getElementById('checkout');
if (target) createRoot(target).render(content());

function content() {
  const credentials = readCredentials(location);
  if (!credentials) return <main className="lone"><Message icon="broken" level={1} {...texts.screens.badLink} /></main>;
  const flow = new CheckoutFlow(new Gateway(credentials));
  void flow.load();
  addEventListener('pageshow', (event) => { if (event.persisted) void flow.load(); });
  addEventListener('online', () => { if (flow.view().kind === 'unreachable') void flow.load(); });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) void flow.refresh(); });
  return <Checkout flow={flow} texts={texts} />;
}
