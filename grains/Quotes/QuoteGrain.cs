using System.Collections.Immutable;
using PayGate.Grains.Journal;
using PayGate.Grains.Merchants;
using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;
using PayGate.Quotes;
using PayGate.Wire.V1;

namespace PayGate.Grains.Quotes;

/// <summary>One quote: takes the terms in force from the process's snapshot, commits once, then answers.</summary>
public sealed class QuoteGrain(IJournal journal, IMerchantTerms terms, TimeProvider clock) : Grain, IQuoteGrain
{
    private StreamBook<Quote, QuoteEvent> _book = null!;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _book = new StreamBook<Quote, QuoteEvent>(this.GetPrimaryKeyString(), new QuoteStream(), journal);
        return Task.CompletedTask;
    }

    // A new id has no row, so nothing is read first.
    public Task<Outcome<Answer>> Create(CreateQuote command, CancellationToken cancellationToken) => this.Turn<Outcome<Answer>>(
        async () =>
        {
            if (AmountLimits.Refuse(command.Amount) is { } limit)
            {
                return limit;
            }

            var inForce = terms.For(command.Tenant.MerchantId, command.Amount.Currency);
            if (!inForce.IsSuccess)
            {
                return inForce.Refusal;
            }

            var now = clock.GetUtcNow();
            var quote = new Quote
            {
                Id = this.GetPrimaryKeyString(),
                Tenant = command.Tenant,
                Created = now,
                ExpiresAt = now + Quote.Lifetime,
                Amount = command.Amount,
                Terms = inForce.Value,
                Request = command.Request,
            };
            var created = await _book.Change(
                command.Tenant.MerchantId,
                now,
                state => state is null ? [new QuoteCreated { At = now, Quote = quote }] : ImmutableArray<QuoteEvent>.Empty,
                next => IdempotencyWrites.Done(command.Request, next.Id, next.ToAnswer(), clock),
                cancellationToken);
            return created.IsSuccess ? created.Value.ToAnswer() : created.Refusal;
        },
        () => false);
}
