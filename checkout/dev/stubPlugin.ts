import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Plugin } from 'vite';
import { StubGateway } from './stubGateway.ts';

/** The headers that PayGate sends with its pages, so that a breach shows in development. */
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/**
 * `vite` and `vite preview` with a stub behind the page: /pay/pi_open#pi_open_secret_x and the other states below. A page of another state is
 * made by posting its JSON to /stub/pages.
 */
export function stubPlugin(): Plugin {
  const gateway = demoGateway();
  const handler = (isBuilt: boolean) => (request: IncomingMessage, response: ServerResponse, next: () => void) => {
    const path = request.url ?? '/';
    if (isBuilt) response.setHeader('Content-Security-Policy', policy);
    if (path.startsWith('/pay/')) request.url = '/checkout/index.html';
    if (path === '/stub/pages' || path.startsWith('/v1/')) void answer(gateway, request, response);
    else next();
  };
  return {
    name: 'paygate-stub',
    configureServer: (server) => { server.middlewares.use(handler(false)); },
    configurePreviewServer: (server) => { server.middlewares.use(handler(true)); },
  };
}

async function answer(gateway: StubGateway, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  if (request.url === '/stub/pages') {
    response.end(JSON.stringify(gateway.add(JSON.parse(body) as { id: string })));
    return;
  }
  const init: RequestInit = { method: request.method ?? 'GET', headers: request.headers as Record<string, string> };
  if (body !== '') init.body = body;
  const reply = await gateway.handle(new Request(`http://stub.test${request.url ?? '/'}`, init));
  response.writeHead(reply.status, Object.fromEntries(reply.headers));
  response.end(await reply.text());
}

function demoGateway(): StubGateway {
  const gateway = new StubGateway();
  const now = Math.floor(Date.now() / 1000);
  const urls = { success_url: 'http://localhost:4173/pay/thanks?from=demo#end', cancel_url: 'http://localhost:4173/shop' };
  const order = {
    ...urls, description: 'Order from Atlas Coffee', order_id: 'A-1042',
    line_items: [{ name: 'Yirgacheffe beans, 250 g', quantity: 2, amount: 2900 }, { name: 'Paper filters', quantity: 1, amount: 1350 }],
  };
  gateway.add({ id: 'pi_open', ...order });
  gateway.add({ id: 'pi_soon', ...order, expires_at: now + 250 });
  gateway.add({ id: 'pi_mad', ...urls, amount: 45000, currency: 'mad', description: 'Beans, 1 kg', livemode: true });
  gateway.add({ id: 'pi_yen', amount: 1200, currency: 'jpy', merchant: { name: '東京コーヒー' } });
  gateway.add({ id: 'pi_receipt', ...order, success_url: null, cancel_url: null });
  gateway.add({ id: 'pi_paid', ...order, status: 'succeeded' });
  gateway.add({ id: 'pi_processing', ...order, status: 'processing' });
  gateway.add({ id: 'pi_bank', ...order, status: 'requires_action' });
  gateway.add({ id: 'pi_expired', ...order, status: 'canceled', cancellation_reason: 'expired' });
  gateway.add({ id: 'pi_attempts', ...order, status: 'canceled', cancellation_reason: 'automatic', attempts_left: 0 });
  gateway.add({ id: 'pi_canceled', ...order, status: 'canceled', cancellation_reason: 'requested_by_customer' });
  return gateway;
}
