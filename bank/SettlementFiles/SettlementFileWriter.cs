using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;
using PayGate.Bank.Journal;

namespace PayGate.Bank.SettlementFiles;

/// <summary>Closes days and writes their files from the journal.</summary>
internal sealed class SettlementFileWriter(BankDatabase database, TimeProvider time) : IBankSettlementFiles
{
    /// <summary>What is decided in a day is written by then, so that hardly anything is told a day late.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>Journal rows looked at in one statement, well under its time limit whatever they are.</summary>
    private const int PartMax = 20_000;

    public async Task<BankSettlementFile?> Find(DateOnly day, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now < Start(day.AddDays(1)) + Grace)
        {
            return null;
        }

        try
        {
            await using var connection = await database.Open(cancellationToken);
            if (await Bounds(connection, day, cancellationToken) is not { } bounds)
            {
                await Close(connection, day, now, cancellationToken);
                if (await Bounds(connection, day, cancellationToken) is not { } closed)
                {
                    return null;
                }

                bounds = closed;
            }

            return new BankSettlementFile(day, token => Lines(day, bounds, token));
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            throw new BankNoAnswerException("The bank's journal could not be reached.", exception);
        }
    }

    private async IAsyncEnumerable<string> Lines(DateOnly day, FileBounds bounds, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"header,1,{BankSettlementFile.BankName},{day:yyyy-MM-dd}");
        var totals = new SortedDictionary<string, (long Rows, long Sum)>(StringComparer.Ordinal);
        for (var from = bounds.First; from <= bounds.Cutoff; from += PartMax)
        {
            foreach (var movement in await Part(day, bounds, from, cancellationToken))
            {
                for (var times = 0; times < movement.Times; times++)
                {
                    var (rows, sum) = totals.GetValueOrDefault(movement.Currency);
                    totals[movement.Currency] = checked((rows + 1, sum + movement.Signed));
                    yield return movement.ToLine();
                }
            }
        }

        foreach (var (currency, (rows, sum)) in totals)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"total,{currency},{rows},{sum}");
        }

        yield return string.Create(CultureInfo.InvariantCulture, $"trailer,{totals.Values.Sum(total => total.Rows)}");
    }

    /// <summary>A sale that was reversed within the same file is told as little as its reversal: no money has moved.</summary>
    private async Task<List<SettlementMovement>> Part(DateOnly day, FileBounds bounds, long from, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.Open(cancellationToken);
            await using var command = new NpgsqlCommand(
                $"""
                select o.id, o.operation, o.reference, o.payment_id, o.currency, o.amount_approved, o.at, o.settlement_fault
                from bank.operations o
                where o.id between $1 and $2 and o.approved and o.amount_approved > 0 and {InFile("o")}
                  and case o.operation
                    when 'sale' then not exists (
                      select from bank.operations r where r.authorization_id = o.id and r.operation = 'reverse' and r.approved and {InFile("r")})
                    when 'reverse' then exists (
                      select from bank.operations s where s.id = o.authorization_id and s.operation = 'sale' and not ({InFile("s")}))
                    else o.operation in ('capture', 'refund', 'refund_reversal', 'chargeback', 'chargeback_reversal') end
                order by o.id
                """,
                connection)
            {
                Parameters =
                {
                    Number(from), Number(Math.Min(from + PartMax - 1, bounds.Cutoff)),
                    Instant(Start(day)), Instant(Start(day.AddDays(1))), Number(bounds.Cutoff), Number(bounds.PreviousCutoff),
                },
            };
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var movements = new List<SettlementMovement>();
            while (await reader.ReadAsync(cancellationToken))
            {
                movements.Add(MovementAt(reader));
            }

            return movements;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            throw new BankNoAnswerException("The bank's journal could not be reached.", exception);
        }
    }

    /// <summary>Of the day and written when it was closed; or of a day before, and written since that one was.</summary>
    private static string InFile(string row) =>
        $"""
        {row}.id <= $5 and bank.settles_at({row}.at, {row}.settlement_fault) < $4
          and ({row}.id > $6 or bank.settles_at({row}.at, {row}.settlement_fault) >= $3)
        """;

    private static SettlementMovement MovementAt(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetInt64(0),
        Operation = reader.GetString(1),
        Reference = reader.GetString(2),
        PaymentId = reader.GetString(3),
        Currency = reader.GetString(4),
        Amount = reader.GetInt64(5),
        At = reader.GetFieldValue<DateTimeOffset>(6),
        Fault = reader.IsDBNull(7) ? null : reader.GetString(7),
    };

    private static async Task<FileBounds?> Bounds(NpgsqlConnection connection, DateOnly day, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select first_id, cutoff_id, previous_cutoff_id from bank.settlement_days where day = $1", connection)
        {
            Parameters = { new NpgsqlParameter<DateOnly> { TypedValue = day } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new FileBounds(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)) : null;
    }

    private static async Task Close(NpgsqlConnection connection, DateOnly day, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select bank.close_settlement_day($1, $2)", connection)
        {
            Parameters = { new NpgsqlParameter<DateOnly> { TypedValue = day }, Instant(now) },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static DateTimeOffset Start(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    private static NpgsqlParameter<long> Number(long value) => new() { TypedValue = value };

    private static NpgsqlParameter<DateTime> Instant(DateTimeOffset value) => new() { TypedValue = value.UtcDateTime };

    private readonly record struct FileBounds(long First, long Cutoff, long PreviousCutoff);
}
