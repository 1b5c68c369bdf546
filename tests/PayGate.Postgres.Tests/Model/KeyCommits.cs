using System.Collections.Immutable;
using System.Text;
using PayGate.Grains.Journal;
using PayGate.Grains.Merchants;
using PayGate.Testing;

namespace PayGate.Postgres.Tests.Model;

/// <summary>
/// Draws commits that get in each other's way: few streams, few idempotency keys, few unique hashes; stale and premature versions; rows that a constraint
/// refuses. API keys serve as the streams because their heads have a unique column.
/// </summary>
internal sealed class KeyCommits(SeededChoice choice, JournalModel model, string run)
{
    private const int Streams = 24;
    private const int IdempotencyKeys = 40;
    /// <summary>Fewer than streams, so that some never come into being.</summary>
    private const int Hashes = 18;

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private readonly string _merchant = ObjectId.New("mch", run, Now);
    private readonly ImmutableArray<string> _ids = [.. Enumerable.Range(0, Streams).Select(_ => ObjectId.New("key", run, Now))];
    private int _count;

    public IReadOnlyList<string> Ids => _ids;

    public string Scope => _merchant;

    public JournalCommit Draw()
    {
        var id = _ids[choice.Below(Streams)];
        var history = model.HistoryOf(id);
        var (expected, hash) = choice.Below(5) switch
        {
            0 when history.Count > 1 => (history[^2].Version, history[^2].Hash),
            1 => (history[^1].Version + 7, new byte[32]),
            _ => (history[^1].Version, history[^1].Hash),
        };
        var facts = FactChain.Link(
            id, _merchant, expected, hash, Now, [.. Enumerable.Range(0, 1 + choice.Below(3)).Select(_ => ("api_key.drawn", $$"""{"n":{{_count++}}}"""))]);
        return new JournalCommit
        {
            Head = new ApiKeyRow
            {
                Id = id,
                MerchantId = _merchant,
                Version = facts[^1].Seq,
                HeadHash = facts[^1].Hash,
                State = Encoding.UTF8.GetBytes($$"""{"n":{{_count}}}"""),
                KeyKind = choice.Below(12) == 0 ? JournalModel.PoisonedKind : "secret",
                Livemode = false,
                KeyHash = model.HashOf(id) ?? System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(run + choice.Below(Hashes))),
                Revoked = false,
            },
            ExpectedVersion = expected,
            Facts = facts,
            Idempotency = choice.Below(2) == 0 ? null : Write(id),
        };
    }

    private IdempotencyWrite Write(string id) => JournalFixture.Claim(
        Scope, $"k{choice.Below(IdempotencyKeys)}", choice.Of(IdempotencyStep.Claim, IdempotencyStep.ClaimAndComplete, IdempotencyStep.Complete), id);
}
