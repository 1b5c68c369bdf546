using PayGate.Disputes;
using PayGate.Grains.Disputes;
using PayGate.Grains.PaymentIntents;
using PayGate.Grains.Payouts;
using PayGate.Grains.RefundRequests;
using PayGate.Grains.Settlements;
using PayGate.PaymentIntents;
using PayGate.Payouts;
using PayGate.RefundRequests;
using PayGate.Settlements;

namespace PayGate.Grains.Journal;

/// <summary>The kinds of streams that move money or decide about it, and so must be what their facts make them: a new one adds its line here.</summary>
public static class StreamReplays
{
    public static readonly IReadOnlyList<IStreamReplay> All =
    [
        new StreamReplay<PaymentIntent, PaymentIntentEvent>(
            "pi_", new PaymentStream(), stored => PaymentIntentFacts.Read(stored.Type, stored.Data, stored.Details)),
        new StreamReplay<SettlementBatch, SettlementBatchEvent>(
            SettlementBatch.Prefix + "_", new SettlementBatchStream(), stored => SettlementFacts.Batches.Read(stored.Type, stored.Data)),
        new StreamReplay<Payout, PayoutEvent>("po_", new PayoutStream(), stored => PayoutFacts.Catalog.Read(stored.Type, stored.Data)),
        new StreamReplay<Dispute, DisputeEvent>("dp_", new DisputeStream(), stored => DisputeFacts.Catalog.Read(stored.Type, stored.Data)),
        new StreamReplay<RefundRequest, RefundRequestEvent>(
            "rr_", new RefundRequestStream(), stored => RefundRequestFacts.Catalog.Read(stored.Type, stored.Data)),
    ];

    /// <summary>Null for kinds of which only the chain is checked.</summary>
    public static IStreamReplay? Of(string streamId) => All.FirstOrDefault(kind => streamId.StartsWith(kind.Prefix, StringComparison.Ordinal));
}
