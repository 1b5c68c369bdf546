namespace PayGate.Silo.Books.Checks;

internal static class PaymentChecks
{
    public static IEnumerable<BooksCheck> All { get; } =
    [
        // Unknown (null) counts as broken, hence "is not true".
        new("amounts_in_order",
            """
            select id, format('amount %s, authorized %s, captured %s, refunded %s, disputed %s',
              amount, amount_authorized, amount_captured, amount_refunded, amount_disputed)
            from audit.payments
            where (0 <= amount_refunded and amount_refunded <= amount_captured and amount_captured <= amount_authorized
              and amount_authorized <= amount and amount > 0 and amount_disputed >= 0 and amount_refunded + amount_disputed <= amount_captured) is not true
            """),
        new("status_agrees_with_amounts",
            """
            select id, format('%s with authorized %s, captured %s', status, amount_authorized, amount_captured)
            from audit.payments
            where (case status
                when 'succeeded' then amount_captured > 0
                when 'requires_capture' then amount_authorized > 0 and amount_captured = 0
                when 'processing' then amount_captured = 0
                when 'canceled' then amount_captured = 0
                when 'requires_payment_method' then amount_authorized = 0 and amount_captured = 0
                when 'requires_confirmation' then amount_authorized = 0 and amount_captured = 0
                when 'requires_action' then amount_authorized = 0 and amount_captured = 0
              end) is not true
            """),
    ];
}
