using System.Collections.Immutable;
using PayGate.Domain.Tests.PaymentIntents;
using PayGate.Grains.Journal;
using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;

namespace PayGate.Domain.Tests.Journal;

/// <summary>
/// Goal: an activation whose memory lies behind, as after its silo hung and another one took over, refuses nothing that the stored state allows. Method: a book that has
/// read one state, over a store that holds a later one by now.
/// </summary>
public sealed class StaleMemoryTests
{
    private static readonly StartRefund Refund =
        new("re_000000000000000000000test1", 700, null, ImmutableSortedDictionary<string, string>.Empty, RequestInfo.None);

    private readonly Store _store = new();

    [Fact]
    public async Task Change_ThatTheMemoryRefuses_IsDecidedOnWhatIsStored()
    {
        var book = await _store.Open(1, Given.Authorized());
        _store.Put(2, Given.Captured());

        var refunded = await Change(book, Refund);

        Assert.Equal(Refund.RefundId, Assert.Single(refunded.Value!.Refunds).Id);
        Assert.Equal(3, _store.Version);
    }

    [Fact]
    public async Task Change_ThatTheStoredStateRefusesToo_IsRefusedAfterOneLook()
    {
        var book = await _store.Open(1, Given.Authorized());

        var refunded = await Change(book, Refund);

        Assert.Equal(("payment_intent_unexpected_state", 2, 1), (refunded.Refusal?.Code, _store.Loads, _store.Version));
    }

    [Fact]
    public async Task Creation_ThatIsRefused_LooksForNothing()
    {
        var book = new StreamBook<PaymentIntent, PaymentIntentEvent>(Given.Id, new PaymentStream(), _store);

        var refused = await book.Change(Given.Tenant.MerchantId, Given.Start, _ => Refusals.NoSuchIntent, _ => null, CancellationToken.None);

        Assert.Equal((false, 0), (refused.IsSuccess, _store.Loads));
    }

    private static Task<Outcome<PaymentIntent>> Change(StreamBook<PaymentIntent, PaymentIntentEvent> book, PaymentCommand command) => book.Change(
        Given.Tenant.MerchantId, Given.Start, state => PaymentIntentDecider.Decide(state, command, Given.Start), _ => null, CancellationToken.None);

    private sealed class Store : IJournal
    {
        private StoredHead? _head;

        public int Loads { get; private set; }

        public long Version => _head?.Version ?? 0;

        public void Put(long version, PaymentIntent state) => _head = new StoredHead(version, new byte[32], PaymentIntentStorage.Write(state), null);

        /// <summary>A book that remembers this state.</summary>
        public async Task<StreamBook<PaymentIntent, PaymentIntentEvent>> Open(long version, PaymentIntent state)
        {
            Put(version, state);
            var book = new StreamBook<PaymentIntent, PaymentIntentEvent>(Given.Id, new PaymentStream(), this);
            await book.EnsureLoaded(CancellationToken.None);
            return book;
        }

        public Task<StoredHead?> Load(StreamKind kind, string streamId, CancellationToken cancellationToken)
        {
            Loads++;
            return Task.FromResult(_head);
        }

        public Task<CommitResult> Commit(JournalCommit commit, CancellationToken cancellationToken)
        {
            if (Version != commit.ExpectedVersion)
            {
                return Task.FromResult(CommitResult.VersionConflict);
            }

            _head = new StoredHead(commit.Head.Version, commit.Head.HeadHash, commit.Head.State, commit.Head.DueAt);
            return Task.FromResult(CommitResult.Committed);
        }
    }
}
