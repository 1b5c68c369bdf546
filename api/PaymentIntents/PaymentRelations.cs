using PayGate.Api.CardTokens;
using PayGate.Api.Queries;

namespace PayGate.Api.PaymentIntents;

/// <summary>Reads what payments refer to and are not made of, before they are rendered: their customers and payment methods.</summary>
public sealed class PaymentRelations(CustomerQueries customers, PaymentMethodReader methods)
{
    /// <summary>The expansion with all that it mentions; nothing is read for one that mentions nothing of these.</summary>
    /// <param name="expansion">What was asked for.</param>
    /// <param name="payments">Of one tenant.</param>
    /// <param name="cancellationToken">Of the request.</param>
    public async Task<Expansion> Load(Expansion expansion, IReadOnlyCollection<PaymentIntent> payments, CancellationToken cancellationToken)
    {
        if (!expansion.Mentions("customer") && !expansion.Mentions("payment_method"))
        {
            return expansion;
        }

        var related = new Dictionary<string, object>(StringComparer.Ordinal);
        if (expansion.Mentions("customer") && payments.FirstOrDefault() is { Tenant: var tenant })
        {
            var ids = payments.Select(payment => payment.Details.Customer).OfType<string>();
            foreach (var customer in await customers.FindAll(ids, tenant, cancellationToken))
            {
                related.Add(customer.Id, customer.ToAnyResource());
            }
        }

        foreach (var payment in payments)
        {
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
