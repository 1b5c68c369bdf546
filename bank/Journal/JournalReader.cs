using Npgsql;
using PayGate.Bank.Authorizations;

namespace PayGate.Bank.Journal;

/// <summary>Reads the columns of <see cref="JournalStatements"/>.</summary>
internal static class JournalReader
{
    public static async Task ReadRows(NpgsqlDataReader reader, Dictionary<string, JournalRow> rows)
    {
        while (await reader.ReadAsync())
        {
            var row = ReadRow(reader);
            rows.Add(row.Reference, row);
        }
    }

    private static JournalRow ReadRow(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetInt64(0),
        Reference = reader.GetString(1),
        Repeat = reader.GetBoolean(2),
        PaymentId = reader.GetString(3),
        Operation = reader.GetString(4),
        OriginalReference = Text(reader, 5),
        AuthorizationId = reader.IsDBNull(6) ? null : reader.GetInt64(6),
        Amount = reader.GetInt64(7),
        Currency = Text(reader, 8),
        CardLastFour = Text(reader, 9),
        NetworkCode = reader.GetString(10),
        Reason = reader.GetString(11),
        AuthorizationCode = Text(reader, 12),
        AvsResult = Text(reader, 13),
        CvcResult = Text(reader, 14),
        AmountApproved = reader.GetInt64(15),
        AmountReleased = reader.GetInt64(16),
        At = reader.GetFieldValue<DateTimeOffset>(17),
        Chargeback = reader.IsDBNull(18) ? null : new BankChargeback(reader.GetString(18), TimeSpan.FromSeconds(reader.GetInt32(19))),
    };

    public static Authorization ReadAuthorization(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetInt64(0),
        State = AuthorizationStates.Parse(reader.GetString(1)),
        Authorized = reader.GetInt64(2),
        Captured = reader.GetInt64(3),
        Refunded = reader.GetInt64(4),
        Version = reader.GetInt64(5),
        Refunds = RefundHabits.Parse(reader.GetString(6)),
        RefundsPutOff = reader.GetInt32(7),
        HoldUntil = reader.IsDBNull(8) ? null : reader.GetFieldValue<DateTimeOffset>(8),
        ChargedBack = reader.GetInt64(9),
    };

    private static string? Text(NpgsqlDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);
}
