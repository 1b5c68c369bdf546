using PayGate.Cards;
using PayGate.Silo.Keys;
using PayGate.Testing;
using PayGate.Vault.Tests.Cards;

namespace PayGate.Vault.Tests.Keys;

/// <summary>Which versions a silo opens, and when it asks the database for that; the clock moves by hand.</summary>
public sealed class AcceptedTransportKeysTests : IDisposable
{
    private static readonly RootKey Root = RootKey.Generate();
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);
    private readonly SteppedTime _time = new(TestCards.Now);
    private readonly MemoryTransportVersions _versions = new();
    private readonly AcceptedTransportKeys _accepted;

    public AcceptedTransportKeysTests() => _accepted = new AcceptedTransportKeys(new KeyHierarchy(Root), _versions, _time);

    public void Dispose() => _accepted.Dispose();

    [Fact]
    public async Task AVersionThatIsReplaced_IsAcceptedForAnHour_AndNotLonger()
    {
        await _accepted.Refresh(default);
        _versions.Add(_time.GetUtcNow());
        _time.Advance(AcceptedTransportKeys.AcceptedFor - Moment);

        Assert.Equal(Root.Derive("card-transport/1"), await Find(1));
        Assert.Equal(Root.Derive("card-transport/2"), await Find(2));
        _time.Advance(Moment);
        Assert.Null(await Find(1));
        Assert.Equal(2, _accepted.Keys.CurrentVersion);
        Assert.Equal(Root.Derive("card-transport/2"), await Find(2));
    }

    /// <summary>Each has its own hour, so that orders that follow each other closely leave no API process behind.</summary>
    [Fact]
    public async Task VersionsThatAreReplacedAtOnce_AreAllAccepted()
    {
        _versions.Add(_time.GetUtcNow());
        _versions.Add(_time.GetUtcNow() + Moment);
        await _accepted.Refresh(default);

        Assert.Equal([1, 2, 3], _accepted.Keys.All.Keys);
        _time.Advance(AcceptedTransportKeys.AcceptedFor);
        await _accepted.Refresh(default);
        Assert.Equal([2, 3], _accepted.Keys.All.Keys);
    }

    [Fact]
    public async Task AVersionThatIsNotKnown_IsLookedUpOnce_AndThoseThatAreCostNothing()
    {
        await _accepted.Refresh(default);
        _versions.Add(_time.GetUtcNow());
        Assert.NotNull(await Find(2));
        Assert.NotNull(await Find(2));
        Assert.NotNull(await Find(1));
        Assert.Equal(2, _versions.Loads);
        Assert.Null(await Find(3));

        Assert.Equal(3, _versions.Loads);
    }

    /// <summary>A silo that hears of nothing must not go on accepting what was replaced.</summary>
    [Fact]
    public async Task WhatIsKnown_IsBelievedForAMinute()
    {
        await _accepted.Refresh(default);
        _time.Advance(TimeSpan.FromSeconds(59));
        await Find(1);
        Assert.Equal(1, _versions.Loads);
        _time.Advance(Moment);
        await Find(1);

        Assert.Equal(2, _versions.Loads);
    }

    /// <summary>While keys change hands, a card is sealed under one whole version, and it opens.</summary>
    [Fact]
    public async Task Seal_WhileVersionsChange_IsUnderOneOfThem()
    {
        var hierarchy = new KeyHierarchy(Root);
        var (sealer, opener) = (new CardSealer(hierarchy.ApiSecrets.TransportKeys), new SealedCards(hierarchy.TransportKeys([1, 2, 3])));
        using var enough = new CancellationTokenSource();
        var changes = Task.Factory.StartNew(
            () =>
            {
                for (var version = 1; !enough.IsCancellationRequested; version = version % 3 + 1)
                {
                    hierarchy.ApiSecrets.TransportKeys.TakeOver(hierarchy.TransportKeys([version]));
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        var used = Enumerable.Range(0, 5_000).Select(_ => sealer.Seal(TestCards.Card(), "mch_1", "pm_1")).ToList();
        await enough.CancelAsync();
        await changes;

        Assert.All(used, card => Assert.NotNull(opener.Open(card, "mch_1", "pm_1")));
    }

    private async Task<byte[]?> Find(int version)
    {
        await _accepted.LookUp(version, default);
        return _accepted.Keys.Find(version);
    }
}
