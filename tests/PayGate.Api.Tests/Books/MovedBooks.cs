using Npgsql;
using PayGate.Api.Tests.Payments;
using PayGate.Silo.Books;
using PayGate.Silo.Books.Checks;
using PayGate.Silo.Books.Verification;
using PayGate.Testing;

namespace PayGate.Api.Tests.Books;

/// <summary>Books with something of everything that moves money, over five closed days and an open one; the gateway that wrote them has ended.</summary>
public sealed class MovedBooks : IAsyncLifetime
{
    private readonly Gateway _gateway = new();

    /// <summary>The roots outside the database.</summary>
    public IReadOnlyList<(BooksRoot Root, string Line)> File { get; private set; } = [];

    /// <summary>The day on which there was nothing to find yet.</summary>
    public IReadOnlyList<Violation> WhileRunning { get; private set; } = [];

    public string KeyFile => _gateway.Fixture.BooksKeyFile;

    public TestDatabase Database => _gateway.Fixture.Database;

    public async Task InitializeAsync()
    {
        await _gateway.InitializeAsync();
        var merchant = _gateway.Merchant;
        await merchant.Pay(("amount", "10000"));
        var refunded = await merchant.Pay(("amount", "9999"), ("currency", "eur"));
        await merchant.Post("/v1/refunds", ("payment_intent", refunded.Id), ("amount", "1234"));
        var held = await merchant.Pay(("amount", "7000"), ("capture_method", "manual"));
        await merchant.Post($"/v1/payment_intents/{held.Id}/capture", ("amount_to_capture", "5000"));
        var voided = await merchant.Pay(("amount", "800"), ("capture_method", "manual"));
        await merchant.Post($"/v1/payment_intents/{voided.Id}/cancel");
        var (won, lost) = (await merchant.Pay(("amount", "6000")), await merchant.Pay(("amount", "4000")));
        await NextDay();
        foreach (var (payment, outcome) in new[] { (won, "won"), (lost, "lost") })
        {
            var dispute = await merchant.Post($"/v1/test_helpers/payment_intents/{payment.Id}/dispute");
            await merchant.Post($"/v1/test_helpers/disputes/{dispute.Id}/decide", ("outcome", outcome));
        }

        for (var day = 0; day < 4; day++)
        {
            await merchant.Pay(("amount", "2500"));
            await NextDay();
        }

        await merchant.Pay(("amount", "1100"));
        await merchant.Post("/v1/refunds", ("payment_intent", refunded.Id));
        WhileRunning = await _gateway.Fixture.VerifyBooks();
        File = await new BooksRootFile(_gateway.Fixture.BooksRootsFile).Read(CancellationToken.None);
        await _gateway.Fixture.Stop();
    }

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    /// <summary>An exact copy to be changed by a test.</summary>
    public Task<TestDatabase> Clone() => Database.Cluster.CloneDatabase(Database);

    /// <summary>Verifies a copy with the key that signed and the file outside the database.</summary>
    public async Task<BooksVerdict> Verify(TestDatabase copy, IReadOnlyList<(BooksRoot Root, string Line)>? file)
    {
        using var key = BooksKey.Open(KeyFile);
        return await new BooksVerification(copy.Silo, copy.Audit).Run(key, file, _ => { }, CancellationToken.None);
    }

    /// <summary>What whoever owns the database can do: no rule of it holds him up.</summary>
    public static async Task Change(TestDatabase copy, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(copy.Owner) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("set session_replication_role = replica; " + sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task NextDay()
    {
        _gateway.Fixture.Clock.Advance(TimeSpan.FromDays(1));
        while (await _gateway.Fixture.Sweep() > 0)
        {
        }

        await _gateway.Fixture.KeepBooks();
    }
}
