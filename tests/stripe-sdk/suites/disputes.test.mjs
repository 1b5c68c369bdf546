import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pay, stripe } from '../support/gateway.mjs';

test('a disputed charge is answered with winning evidence', async () => {
  const paid = await pay({ payment_method: 'pm_card_createDispute' });
  const { data: [dispute] } = await stripe.disputes.list({ payment_intent: paid.id });
  assert.equal(dispute.status, 'needs_response');
  assert.equal(dispute.reason, 'fraudulent');
  assert.equal(dispute.charge, paid.latest_charge);
  await assert.rejects(stripe.refunds.create({ payment_intent: paid.id }), { code: 'charge_disputed' });

  const staged = await stripe.disputes.update(dispute.id, { evidence: { product_description: 'Two cups' }, submit: false, metadata: { ticket: '7' } });
  assert.deepEqual([staged.status, staged.evidence.product_description, staged.metadata.ticket], ['needs_response', 'Two cups', '7']);
  const submitted = await stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: 'winning_evidence' } });
  assert.deepEqual([submitted.status, submitted.evidence_details.submission_count], ['under_review', 1]);

  const won = await stripe.disputes.retrieve(dispute.id, { expand: ['charge'] });
  assert.deepEqual([won.status, won.balance_transactions.length, won.charge.disputed], ['won', 2, true]);
  const events = await stripe.events.list({ types: ['charge.dispute.created', 'charge.dispute.closed', 'charge.dispute.funds_reinstated'], limit: 100 });
  assert.equal(events.data.filter((event) => event.data.object.id === dispute.id).length, 3);
});

test('a dispute can be accepted', async () => {
  const paid = await pay({ payment_method: 'pm_card_createDisputeProductNotReceived' });
  const { data: [dispute] } = await stripe.disputes.list({ charge: paid.latest_charge });
  assert.equal(dispute.reason, 'product_not_received');
  assert.equal((await stripe.disputes.close(dispute.id)).status, 'lost');
  await assert.rejects(stripe.disputes.close(dispute.id), { code: 'dispute_unexpected_state' });
});
