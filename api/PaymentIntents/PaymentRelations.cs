using PayGate.Api.CardTokens;
using PayGate.Api.Queries;

namespace PayGate.Api.PaymentIntents;

/// <summary>Reads what payments refer to and are not made of, before they are rendered: their customers and payment methods.</summary>
public sealed class PaymentRelations(CustomerQueries customers, PaymentMethodReader methods)
{
    /// <summary>The expansion with all that it mentions; nothing is read for one that mentions nothing of these.</summary>
    public async Task<Expansion> Load(Expansion expansion, IEnumerable<PaymentIntent> payments, CancellationToken cancellationToken)
    {
        if (!expansion.Mentions("customer") && !expansion.Mentions("payment_method"))
        {
            return expansion;
        }

        var related = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var payment in payments)
        {
            if (expansion.Mentions("customer") && payment.Details.Customer is { } customerId && !related.ContainsKey(customerId)
                && await customers.Find(customerId, payment.Tenant, cancellationToken) is { } customer)
            {
                related.Add(customerId, customer.ToAnyResource());
            }

            if (expansion.Mentions("payment_method") && payment.PaymentMethod is { } method && !related.ContainsKey(method.Id)
                && await methods.Find(method.Id, payment.Tenant, Nested(expansion), cancellationToken) is { } shown)
            {
                related.Add(method.Id, shown);
            }
        }

        return expansion with { Related = related };
    }

    /// <summary>What is asked for below a payment method, wherever that stands.</summary>
    private static Expansion Nested(Expansion expansion) =>
        expansion.Paths.Any(path => path.EndsWith("payment_method.customer", StringComparison.Ordinal)) ? new Expansion(["customer"]) : Expansion.None;
}
