using Npgsql;
using PayGate.Silo.Storage;

namespace PayGate.Silo.Keys;

/// <summary>The orders of table <c>paygate.key_orders</c>.</summary>
public sealed class KeyOrderBook(SiloDatabase database, TimeProvider clock)
{
    /// <summary>An order that goes on failing is tried this often: rarely enough to stand in nobody's way, and soon enough after what it needs is back.</summary>
    private static readonly TimeSpan DelayMax = TimeSpan.FromMinutes(5);

    /// <summary>The oldest open order that does not wait to be tried again; the instant at which it was first taken stays.</summary>
    public async Task<KeyOrder?> Take(CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            """
            update paygate.key_orders set taken_at = coalesce(taken_at, $1)
            where id = (select id from paygate.key_orders where finished_at is null and (retry_at is null or retry_at <= $1) order by id limit 1)
            returning id, kind, merchant_id, reason, taken_at, failures
            """);
        command.Parameters.Add(Now());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return !await reader.ReadAsync(cancellationToken) ? null : new KeyOrder(
            reader.GetInt64(0),
            reader.GetString(1),
            await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetString(2),
            reader.GetString(3),
            await reader.GetFieldValueAsync<DateTimeOffset>(4, cancellationToken),
            reader.GetInt32(5));
    }

    /// <param name="order">What was done.</param>
    /// <param name="count">Merchants, or keys, that it was done for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task Finish(KeyOrder order, int count, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            "update paygate.key_orders set finished_at = $1, merchants = $2, retry_at = null where id = $3 and finished_at is null");
        command.Parameters.Add(Now());
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = count });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = order.Id });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Lets the orders after it go first: for a second at the first failure, for twice as long at each further one.</summary>
    public async Task Postpone(KeyOrder order, CancellationToken cancellationToken)
    {
        var seconds = Math.Min(Math.Pow(2, order.Failures), DelayMax.TotalSeconds);
        await using var command = database.Reader.CreateCommand(
            "update paygate.key_orders set failures = failures + 1, retry_at = $1 where id = $2 and finished_at is null");
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = clock.GetUtcNow().UtcDateTime.AddSeconds(seconds) });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = order.Id });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The version of the key-encryption key that this order made; makes it, in one transaction, where the order has none yet.</summary>
    public Task<int> KekVersion(KeyOrder order, CancellationToken cancellationToken) => VersionOf(order, "key_encryption_keys", "kek_version", cancellationToken);

    /// <summary>The version of the transport key that this order made; makes it, in one transaction, where the order has none yet.</summary>
    public Task<int> TransportVersion(KeyOrder order, CancellationToken cancellationToken) => VersionOf(order, "transport_keys", "transport_version", cancellationToken);

    private async Task<int> VersionOf(KeyOrder order, string table, string column, CancellationToken cancellationToken)
    {
        await using var connection = await database.Reader.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                // Another silo with the same order waits here, and finds what the first one made. With another order it meets the unique index, and comes again.
                new NpgsqlBatchCommand("select from paygate.key_orders where id = $1 for update") { Parameters = { Id(order) } },
                new NpgsqlBatchCommand(
                    $"""
                    update paygate.{table} set state = 'retiring', replaced = $1
                    where state = 'active' and exists (select from paygate.key_orders where id = $2 and {column} is null)
                    """) { Parameters = { Now(), Id(order) } },
                new NpgsqlBatchCommand(
                    $"""
                    with made as (
                      insert into paygate.{table} (version, state, created)
                        select max(version) + 1, 'active', $1 from paygate.{table}
                        having exists (select from paygate.key_orders where id = $2 and {column} is null)
                        returning version)
                    update paygate.key_orders set {column} = made.version from made where id = $2
                    """) { Parameters = { Now(), Id(order) } },
                new NpgsqlBatchCommand($"select {column} from paygate.key_orders where id = $1") { Parameters = { Id(order) } },
            },
        };
        var version = 0;
        await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
        {
            do
            {
                while (await reader.ReadAsync(cancellationToken))
                {
                    version = reader.FieldCount == 1 ? reader.GetInt32(0) : version;
                }
            }
            while (await reader.NextResultAsync(cancellationToken));
        }

        await transaction.CommitAsync(cancellationToken);
        return version;
    }

    private static NpgsqlParameter<long> Id(KeyOrder order) => new() { TypedValue = order.Id };

    private NpgsqlParameter<DateTime> Now() => new() { TypedValue = clock.GetUtcNow().UtcDateTime };
}

/// <param name="Id">Its number.</param>
/// <param name="Kind">rotate, rewrap, erase or transport.</param>
/// <param name="MerchantId">Null for all merchants.</param>
/// <param name="Reason">ordered or compromised.</param>
/// <param name="TakenAt">When a silo took it first.</param>
/// <param name="Failures">How often it was begun and could not be finished.</param>
public sealed record KeyOrder(long Id, string Kind, string? MerchantId, string Reason, DateTimeOffset TakenAt, int Failures);
