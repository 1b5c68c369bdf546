namespace PayGate.Silo.Books.Checks;

/// <summary>
/// Tells from the facts what has begun and not ended. The gateway commits a beginning before it calls the bank and an end after the bank's answer, so in one
/// snapshot of the database every other payment must agree with the bank.
/// </summary>
internal static class InFlight
{
    /// <summary>Relation in_flight (id, version, what), to be followed by a query.</summary>
    public const string Prelude =
        """
        with counted as (
          select stream_id,
            count(*) filter (where type = 'attempt.started')
              - count(*) filter (where type in ('attempt.approved', 'attempt.captured', 'attempt.declined', 'attempt.failed')) as attempts,
            count(*) filter (where type = 'capture.started')
              - count(*) filter (where type in ('payment.captured', 'capture.failed')) as captures,
            count(*) filter (where type = 'refund.started')
              - count(*) filter (where type in ('refund.succeeded', 'refund.failed', 'refund.canceled')) as refunds,
            count(*) filter (where type = 'attempt.failed' and data ->> 'reversal_due' = 'true')
              - count(*) filter (where type = 'authorization.reversed') as reversals,
            count(*) filter (where type in ('payment_dispute.opened', 'payment_dispute.reinstated'))
              - count(*) filter (where type = 'payment_dispute.booked') as disputes
          from audit.events
          group by stream_id),
        in_flight as (
          select p.id, p.version,
            case
              when c.attempts > 0 then 'attempt'
              when c.captures > 0 then 'capture'
              when c.refunds > 0 then 'refund'
              when c.disputes > 0 then 'dispute'
              when c.reversals + (p.status = 'canceled' and p.amount_authorized > 0)::int > 0 then 'reversal'
              when p.status = 'processing' then 'status'
            end as what
          from audit.payments p
          join counted c on c.stream_id = p.id
          where p.status = 'processing' or c.attempts > 0 or c.captures > 0 or c.refunds > 0 or c.disputes > 0
            or c.reversals + (p.status = 'canceled' and p.amount_authorized > 0)::int > 0
          union all
          select stream_id, max(seq), 'refund request'
          from audit.events
          where stream_id like 'rr_%'
          group by stream_id
          having bool_or(type = 'refund_request.approved') and not bool_or(type in ('refund_request.completed', 'refund_request.failed'))
          union all
          select stream_id, max(seq), 'end of a dispute'
          from audit.events
          where stream_id like 'dp_%'
          group by stream_id
          having bool_or(type in ('dispute.won', 'dispute.lost')) and not bool_or(type in ('dispute.reinstated', 'dispute.loss_recorded')))

        """;
}
