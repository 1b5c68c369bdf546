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

    public Task<Guid> Instance() => Task.FromResult(_instance);
}

/// <summary>Storage that can be told to fail, and whose rows another writer can change.</summary>
internal sealed class BreakableStorage : IGrainStorage
{
    private readonly Dictionary<GrainId, (object State, int Version)> _rows = [];

    public bool Broken { get; set; }

    public void ChangeBehind(GrainId grainId, object state) => _rows[grainId] = (state, _rows[grainId].Version + 1);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_rows.TryGetValue(grainId, out var row))
        {
            grainState.State = (T)row.State;
            grainState.ETag = $"{row.Version}";
            grainState.RecordExists = true;
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var stored = _rows.TryGetValue(grainId, out var row) ? $"{row.Version}" : null;
        if (Broken || stored != grainState.ETag)
        {
            throw Broken ? new IOException("disk full") : new InconsistentStateException("changed", stored, grainState.ETag);
        }

        _rows[grainId] = (new Account { Balance = ((Account)(object)grainState.State!).Balance }, row.Version + 1);
        grainState.ETag = $"{row.Version + 1}";
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => throw new NotSupportedException();
}

/// <summary>State that is read before the first request and written under an ETag.</summary>
public sealed class StorageTests
{
    private readonly BreakableStorage _storage = new();

    [Fact]
    public async Task State_OutlivesTheActivation()
    {
        await using var cluster = await Cluster.Start(silo => silo.AddMemoryGrainStorage("accounts"));
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
        await using var cluster = await StartBreakable();
        var grain = cluster.Client.GetGrain<IAccountGrain>("race");
        await grain.Add(1);
        var before = await grain.Instance();
        _storage.ChangeBehind(grain.GetGrainId(), new Account { Balance = 100 });

        await Assert.ThrowsAsync<InconsistentStateException>(() => grain.Add(1));

        Assert.Equal(101, await grain.Add(1));
        Assert.NotEqual(before, await grain.Instance());
    }

    [Fact]
    public async Task FailedWrite_ReachesTheCaller()
    {
        await using var cluster = await StartBreakable();
        var grain = cluster.Client.GetGrain<IAccountGrain>("fails");
        await grain.Add(1);
        _storage.Broken = true;

        var error = await Assert.ThrowsAsync<OrleansException>(() => grain.Add(1));

        Assert.IsType<IOException>(error.InnerException);
        await cluster.DeactivateAsync(grain);
        Assert.Equal(1, await grain.Balance());
    }

    private Task<InProcessTestCluster> StartBreakable() =>
        Cluster.Start(silo => silo.ConfigureServices(services => services.AddKeyedSingleton<IGrainStorage>("accounts", _storage)));
}
