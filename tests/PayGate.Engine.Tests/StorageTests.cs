using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using Orleans.TestingHost;

namespace PayGate.Engine.Tests;

[GenerateSerializer, Alias("paygate.tests.account")]
public sealed record Account
{
    [Id(0)]
    public int Balance { get; set; }
}

public interface IAccountGrain : IGrainWithStringKey
{
    Task<int> Add(int amount);

    Task<int> Balance();

    Task<bool> Exists();

    Task Clear();

    Task Reload();

    Task<Guid> Instance();
}

internal sealed class AccountGrain([PersistentState("account", "accounts")] IPersistentState<Account> account) : Grain, IAccountGrain
{
    private readonly Guid _instance = Guid.NewGuid();

    public async Task<int> Add(int amount)
    {
        account.State.Balance += amount;
        await account.WriteStateAsync();
        return account.State.Balance;
    }

    public Task<int> Balance() => Task.FromResult(account.State.Balance);

    public Task<bool> Exists() => Task.FromResult(account.RecordExists);

    public Task Clear() => account.ClearStateAsync();

    public Task Reload() => account.ReadStateAsync();

    public Task<Guid> Instance() => Task.FromResult(_instance);
}

/// <summary>Storage that outlives silos, can be told to fail, and whose rows another writer can change.</summary>
internal sealed class BreakableStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<GrainId, (int Balance, int Version)> _rows = [];

    public bool Broken { get; set; }

    public void ChangeBehind(GrainId grainId, int balance) => _rows[grainId] = (balance, _rows.GetValueOrDefault(grainId).Version + 1);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ThrowIfBroken();
        grainState.RecordExists = _rows.TryGetValue(grainId, out var row);
        grainState.State = (T)(object)new Account { Balance = row.Balance };
        grainState.ETag = grainState.RecordExists ? $"{row.Version}" : null;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var row = Expect(grainId, grainState.ETag);
        _rows[grainId] = (((Account)(object)grainState.State!).Balance, row.Version + 1);
        grainState.ETag = $"{row.Version + 1}";
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        Expect(grainId, grainState.ETag);
        _rows.TryRemove(grainId, out _);
        return ReadStateAsync(stateName, grainId, grainState);
    }

    private (int Balance, int Version) Expect(GrainId grainId, string? etag)
    {
        ThrowIfBroken();
        var stored = _rows.TryGetValue(grainId, out var row) ? $"{row.Version}" : null;
        return stored == etag ? row : throw new InconsistentStateException("changed", stored, etag);
    }

    private void ThrowIfBroken()
    {
        if (Broken)
        {
            throw new IOException("disk full");
        }
    }
}

/// <summary>State that is read before the first request and written under an ETag.</summary>
public sealed class StorageTests
{
    private readonly BreakableStorage _storage = new();

    [Fact]
    public async Task State_OutlivesTheActivation()
    {
        await using var cluster = await StartWithStorage();
        var grain = cluster.Client.GetGrain<IAccountGrain>("lives");
        Assert.False(await grain.Exists());
        Assert.Equal(5, await grain.Add(5));

        await cluster.DeactivateAsync(grain);

        Assert.True(await grain.Exists());
        Assert.Equal(8, await grain.Add(3));
        await grain.Clear();
        await cluster.DeactivateAsync(grain);
        Assert.False(await grain.Exists());
        Assert.Equal(0, await grain.Balance());
    }

    [Fact]
    public async Task LostRace_IsInconsistentState_AndTheActivationIsDropped()
    {
        await using var cluster = await StartWithStorage();
        var grain = cluster.Client.GetGrain<IAccountGrain>("race");
        await grain.Add(1);
        var before = await grain.Instance();
        _storage.ChangeBehind(grain.GetGrainId(), 100);

        await Assert.ThrowsAsync<InconsistentStateException>(() => grain.Add(1));

        Assert.Equal(101, await grain.Add(1));
        Assert.NotEqual(before, await grain.Instance());
    }

    [Theory]
    [InlineData("add")]
    [InlineData("clear")]
    public async Task FirstWriteOrClear_BehindAnother_IsInconsistentState(string operation)
    {
        await using var cluster = await StartWithStorage();
        var grain = cluster.Client.GetGrain<IAccountGrain>(operation);
        await grain.Balance();
        _storage.ChangeBehind(grain.GetGrainId(), 100);

        await Assert.ThrowsAsync<InconsistentStateException>(() => operation == "add" ? grain.Add(1) : grain.Clear());

        Assert.Equal(100, await grain.Balance());
    }

    [Fact]
    public async Task Read_Again_TakesWhatIsStored_AndItsETag()
    {
        await using var cluster = await StartWithStorage();
        var grain = cluster.Client.GetGrain<IAccountGrain>("reload");
        await grain.Add(1);
        _storage.ChangeBehind(grain.GetGrainId(), 100);

        await grain.Reload();

        Assert.Equal(101, await grain.Add(1));
    }

    [Fact]
    public async Task FailedRead_FailsTheActivation_AndTheNextCallReadsAgain()
    {
        await using var cluster = await StartWithStorage();
        var grain = cluster.Client.GetGrain<IAccountGrain>("unread");
        _storage.Broken = true;
        var error = await Assert.ThrowsAnyAsync<Exception>(grain.Balance);
        Assert.Contains("disk full", error.ToString(), StringComparison.Ordinal);

        _storage.Broken = false;

        Assert.Equal(0, await grain.Balance());
    }

    [Fact]
    public async Task FailedWrite_KeepsMemoryAndETag_SoThatALaterWriteGoesThrough()
    {
        await using var cluster = await StartWithStorage();
        var grain = cluster.Client.GetGrain<IAccountGrain>("later");
        await grain.Add(1);
        _storage.Broken = true;
        await Assert.ThrowsAnyAsync<Exception>(() => grain.Add(1));

        _storage.Broken = false;

        Assert.Equal(3, await grain.Add(1));
    }

    [Fact]
    public async Task FailedWrite_ReachesTheCaller()
    {
        await using var cluster = await StartWithStorage();
        var grain = cluster.Client.GetGrain<IAccountGrain>("fails");
        await grain.Add(1);
        _storage.Broken = true;

        var error = await Assert.ThrowsAsync<OrleansException>(() => grain.Add(1));

        Assert.IsType<IOException>(error.InnerException);
        _storage.Broken = false;
        await cluster.DeactivateAsync(grain);
        Assert.Equal(1, await grain.Balance());
    }

    private Task<InProcessTestCluster> StartWithStorage() =>
        Cluster.Start(silo => silo.ConfigureServices(services => services.AddKeyedSingleton<IGrainStorage>("accounts", _storage)));
}
