using System.Globalization;
using Npgsql;
using PayGate.Bank.Journal;
using PayGate.Bank.Laboratory;

namespace PayGate.Bank.Transfers;

/// <summary>Books transfers in the bank's own journal, committed apart from the gateway's transactions. The unique reference decides every race.</summary>
internal sealed class SimulatedTransfers(BankDatabase database, ITransferLaboratory laboratory, TimeProvider time) : IBankTransfers
{
    private const string Accepted = "accepted";

    public async Task<TransferReply> Transfer(TransferRequest request, CancellationToken cancellationToken)
    {
        BankRequest.RequireReference(request.Reference, nameof(request));
        var behavior = await laboratory.NextTransfer(request, cancellationToken);
        return behavior == BankBehavior.None
            ? await Book(request, cancellationToken)
            : await Behave(request, behavior).WaitAsync(cancellationToken);
    }

    /// <summary>Goes on when the caller has given up, as a bank does, and waits by the clock on the wall.</summary>
    private async Task<TransferReply> Behave(TransferRequest request, BankBehavior behavior)
    {
        await Task.Delay(behavior.Latency);
        if (behavior.LosesRequest)
        {
            throw new BankNoAnswerException("The connection broke before the transfer was taken.");
        }

        var reply = await Book(request, CancellationToken.None);
        if (behavior.AnswersTwice)
        {
            reply = await Book(request, CancellationToken.None);
        }

        return behavior.LosesAnswer ? throw new BankNoAnswerException("The connection broke before the answer came through.")
            : behavior.AnswersGarbage ? reply with { Reference = "?" }
            : reply;
    }

    private async Task<TransferReply> Book(TransferRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.Open(cancellationToken);
            await using var insert = new NpgsqlCommand(
                """
                insert into bank.transfers (reference, account_number, currency, amount, accepted, reason, at) values ($1, $2, $3, $4, $5 = 'accepted', $5, $6)
                on conflict (reference) do nothing
                """,
                connection);
            insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = request.Reference });
            insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = request.AccountNumber });
            insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = request.Currency });
            insert.Parameters.Add(new NpgsqlParameter<long> { TypedValue = request.Amount });
            insert.Parameters.Add(new NpgsqlParameter<string> { TypedValue = TransferRefusals.Of(request.AccountNumber) ?? Accepted });
            insert.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = time.GetUtcNow().ToMicroseconds().UtcDateTime });
            await insert.ExecuteNonQueryAsync(cancellationToken);
            return await Booked(request, connection, cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.CheckViolation)
        {
            throw new ArgumentException("The transfer is malformed.", nameof(request), exception);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            throw new BankNoAnswerException("The bank's journal could not be reached; the transfer may be booked.", exception);
        }
    }

    private static async Task<TransferReply> Booked(TransferRequest request, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var select = new NpgsqlCommand(
            "select id, account_number = $2 and currency = $3 and amount = $4, accepted, reason, at from bank.transfers where reference = $1", connection);
        select.Parameters.Add(new NpgsqlParameter<string> { TypedValue = request.Reference });
        select.Parameters.Add(new NpgsqlParameter<string> { TypedValue = request.AccountNumber });
        select.Parameters.Add(new NpgsqlParameter<string> { TypedValue = request.Currency });
        select.Parameters.Add(new NpgsqlParameter<long> { TypedValue = request.Amount });
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetBoolean(1)
            ? new TransferReply(
                request.Reference, reader.GetBoolean(2), reader.GetString(3), reader.GetInt64(0).ToString("D12", CultureInfo.InvariantCulture), reader.GetDateTime(4))
            : throw new InvalidOperationException($"Transfer {request.Reference} was booked with another account or amount.");
    }
}
