using System.Collections.Immutable;
using System.Text.Json;
using PayGate.Grains.Journal;
using PayGate.Merchants;

namespace PayGate.Grains.Merchants;

/// <summary>One merchant; opened once, read from its row by everyone else.</summary>
public sealed class MerchantGrain(IJournal journal, TimeProvider clock) : Grain, IMerchantGrain
{
    public async Task<Merchant> Open(OpenMerchant command, CancellationToken cancellationToken)
    {
        var id = this.GetPrimaryKeyString();
        var book = new StreamBook<Merchant, MerchantOpened>(id, new MerchantStream(), journal);
        await book.EnsureLoaded(cancellationToken);
        var opened = await book.Change(
            id, clock.GetUtcNow(), state => state is null ? [new MerchantOpened(Active(id, command))] : ImmutableArray<MerchantOpened>.Empty, _ => null,
            cancellationToken);
        return opened.Value!;
    }

    private static Merchant Active(string id, OpenMerchant command) => new()
    {
        Id = id,
        Name = command.Name,
        Status = "active",
        SettlementCurrency = command.SettlementCurrency,
        FeeBasisPoints = command.FeeBasisPoints,
        FeeFixedUsdCents = command.FeeFixedUsdCents,
        TimeZone = TimeZoneInfo.FindSystemTimeZoneById(command.TimeZone).Id,
    };
}

/// <summary>The one fact of a merchant's stream so far.</summary>
internal sealed record MerchantOpened(Merchant Merchant);

internal sealed class MerchantStream : IStream<Merchant, MerchantOpened>
{
    public StreamKind Kind => StreamKind.Merchant;

    public ValueTask<Merchant> Read(byte[] stored, CancellationToken cancellationToken) =>
        ValueTask.FromResult(JsonSerializer.Deserialize(stored, MerchantJson.Default.Merchant)!);

    public Merchant Apply(Merchant? state, MerchantOpened fact) => fact.Merchant;

    public (string Type, string Data) WriteFact(MerchantOpened fact) =>
        ("merchant.opened", JsonSerializer.Serialize(fact.Merchant, MerchantJson.Default.Merchant));

    public JournalCommit Commit(Merchant next, IReadOnlyList<MerchantOpened> facts, JournalFrame frame) => new()
    {
        Head = new MerchantRow
        {
            Id = next.Id,
            MerchantId = next.Id,
            Version = frame.Last.Seq,
            HeadHash = frame.Last.Hash,
            State = JsonSerializer.SerializeToUtf8Bytes(next, MerchantJson.Default.Merchant),
            Name = next.Name,
            Status = next.Status,
            SettlementCurrency = next.SettlementCurrency,
            FeeBasisPoints = next.FeeBasisPoints,
            FeeFixedUsdCents = next.FeeFixedUsdCents,
            TimeZone = next.TimeZone,
        },
        ExpectedVersion = frame.ExpectedVersion,
        Facts = frame.Facts,
    };
}
