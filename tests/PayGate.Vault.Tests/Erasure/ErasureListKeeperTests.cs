using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PayGate.Silo.Erasure;
using PayGate.Silo.Storage;
using PayGate.Testing;

namespace PayGate.Vault.Tests.Erasure;

public sealed class ErasureListKeeperTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>A list that was lost, or another silo's order, is made good from the database, and nothing is written twice.</summary>
    [Fact]
    public async Task Copy_AddsWhatTheListLacks_Once()
    {
        await using var database = await PostgresServer.CreateDatabase();
        await using (var owner = new NpgsqlConnection(database.Owner))
        {
            await owner.OpenAsync();
            await using var insert = new NpgsqlCommand(
                """
                insert into paygate.erasures (id, merchant_id, livemode, ordered_at) values
                  ('cus_0000000000000000000000001', 'mch_1', false, '2026-11-21T12:00:00Z'), ('cus_0000000000000000000000002', 'mch_2', true, '2026-11-21T13:00:00Z')
                """,
                owner);
            await insert.ExecuteNonQueryAsync();
        }

        await using var silo = new SiloDatabase(database.Silo);
        var list = new ErasureList(Path.Combine(_directory.Path, ErasureList.DefaultName));
        using var keeper = new ErasureListKeeper(silo, list, NullLogger<ErasureListKeeper>.Instance);

        Assert.Equal(2, await keeper.Copy(default));
        Assert.Equal(0, await keeper.Copy(default));
        Assert.Equal(
            ["cus_0000000000000000000000001 mch_1 False", "cus_0000000000000000000000002 mch_2 True"],
            (await list.Read(default)).Select(entry => $"{entry.Customer} {entry.Merchant} {entry.Livemode}"));
    }
}
