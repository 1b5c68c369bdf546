using PayGate.Grains.CardTokens;
using PayGate.Grains.CheckoutSessions;
using PayGate.Grains.Disputes;
using PayGate.Grains.Journal;
using PayGate.Grains.PaymentIntents;
using PayGate.Grains.RefundRequests;
using PayGate.Grains.SetupIntents;
using PayGate.PaymentIntents;

namespace PayGate.Grains.Erasure;

/// <summary>
/// Erases what is personal in the objects of one customer: a fact for each, decided by its own rules, committed at its stored version like any other. The database takes
/// away what stood beside the facts, the frozen events and the recorded answers in that commit. It needs no actors, so that it works on a database that nobody uses yet;
/// an activation that holds such an object meets a version conflict and reads again, and whoever runs this beside activations ends them.
/// </summary>
public sealed class PersonalDataEraser(IJournal journal, ICustomerTraces traces, TimeProvider clock)
{
    /// <summary>Objects of each kind in one go: some seconds of work, after which due work comes back for the rest.</summary>
    private const int BatchMax = 50;

    /// <summary>What was erased, cards of payments included; empty when nothing was left. A crash in between leaves the rest for the next call.</summary>
    public async Task<IReadOnlyList<string>> EraseSome(Tenant tenant, string customerId, CancellationToken cancellationToken)
    {
        var erased = new List<string>();
        foreach (var id in await traces.Find(tenant.MerchantId, customerId, BatchMax, cancellationToken))
        {
            foreach (var cardId in await CardsOf(id, tenant, cancellationToken))
            {
                await EraseCard(cardId, tenant, customerId, cancellationToken);
                erased.Add(cardId);
            }

            await Erase(id, tenant, customerId, cancellationToken);
            erased.Add(id);
        }

        return erased;
    }

    /// <summary>
    /// The handles that a payment or a setup shows or has used up, also those of which it says nothing any more, and the tokens that those were made from. They go
    /// first: once it is erased, nothing leads to them.
    /// </summary>
    private async Task<IReadOnlyList<string>> CardsOf(string id, Tenant tenant, CancellationToken cancellationToken)
    {
        string[] cards = [.. await Shown(id, cancellationToken), .. await traces.UsedUpBy(tenant.MerchantId, [id], cancellationToken)];
        return cards.Length == 0 ? [] : [.. await traces.UsedUpBy(tenant.MerchantId, cards, cancellationToken), .. cards.Distinct()];
    }

    private async Task<IEnumerable<string>> Shown(string id, CancellationToken cancellationToken)
    {
        IEnumerable<string?> methods = [];
        if (id.StartsWith("pi_", StringComparison.Ordinal))
        {
            var payment = (await Book(id, new PaymentStream()).Recall(_ => true, cancellationToken))!;
            methods = [payment.PaymentMethod?.Id, payment.Challenge?.Method.Id, .. payment.Attempts.Select(attempt => attempt.Method.Id)];
        }
        else if (id.StartsWith("seti_", StringComparison.Ordinal))
        {
            var setup = (await Book(id, new SetupIntentStream()).Recall(_ => true, cancellationToken))!;
            methods = [setup.PaymentMethod?.Id, setup.Challenge?.Method.Id, setup.LatestAttempt?.Method.Id];
        }

        return methods.OfType<string>().Where(method => ObjectId.IsWellFormed("pm", method) || ObjectId.IsWellFormed("tok", method)).Distinct();
    }

    private Task Erase(string id, Tenant tenant, string customerId, CancellationToken cancellationToken) => id[..id.IndexOf('_', StringComparison.Ordinal)] switch
    {
        "pm" or "tok" => EraseCard(id, tenant, customerId, cancellationToken),
        "pi" => Change(id, tenant, new PaymentStream(), (state, now) => PaymentIntentDecider.Decide(state, new ErasePayment(), now), cancellationToken),
        "seti" => Change(id, tenant, new SetupIntentStream(), (state, now) => SetupIntentDecider.Decide(state, new EraseSetup(), now), cancellationToken),
        "cs" => Change(id, tenant, new CheckoutSessionStream(), (state, now) => CheckoutSessionDecider.Decide(state, new EraseSession(), now), cancellationToken),
        "rr" => Change(id, tenant, new RefundRequestStream(), (state, now) => RefundRequestDecider.Decide(state, new EraseRefundRequest(), now), cancellationToken),
        "dp" => Change(id, tenant, new DisputeStream(), (state, now) => DisputeDecider.Decide(state, new EraseDispute(), now), cancellationToken),
        var kind => throw new InvalidOperationException($"No personal data are known of objects whose ids begin with {kind}."),
    };

    private Task EraseCard(string id, Tenant tenant, string customerId, CancellationToken cancellationToken) => Change(
        id, tenant, new CardTokenStream(), (state, now) => CardTokenDecider.Decide(state, new EraseCard(tenant, customerId), now), cancellationToken);

    private async Task Change<TState, TFact>(
        string id,
        Tenant tenant,
        IStream<TState, TFact> stream,
        Func<TState?, DateTimeOffset, Outcome<System.Collections.Immutable.ImmutableArray<TFact>>> decide,
        CancellationToken cancellationToken)
        where TState : class
    {
        var (book, now) = (Book(id, stream), clock.GetUtcNow());
        await book.EnsureLoaded(cancellationToken);
        await book.Change(tenant.MerchantId, now, state => decide(state, now), _ => null, cancellationToken);
    }

    private StreamBook<TState, TFact> Book<TState, TFact>(string id, IStream<TState, TFact> stream)
        where TState : class => new(id, stream, journal);
}
