namespace PayGate.Postgres.Tests;

/// <summary>Broken rules of the books' periods and their roots.</summary>
public static class BooksViolations
{
    private const string Healthy = "insert into paygate.books_roots values (1, null, '{}')";

    public static IEnumerable<Violation> All => Rules().Select(violation => violation with { Beside = Healthy });

    private static IEnumerable<Violation> Rules() =>
    [
        new("second open period", "insert into paygate.books_period values (false, 1, now())", "books_period_only_row_check"),
        new("period without a number", "update paygate.books_period set number = 0", "books_period_number_check"),
        Root("root of no period", "0, null, '{}'", "books_roots_number_check"),
        Root("root without its line", "2, 1, ''", "books_roots_line_check"),
        Root("root that leaves one out", "3, 1, '{}'", "books_roots_without_gaps"),
        Root("root before the one before it", "3, 2, '{}'", "books_roots_previous_fkey"),
        Root("second root of a period", "1, null, '{}'", "books_roots_pkey"),
        new(
            "fact of no period",
            "insert into paygate.events (stream_id, seq, stream_created, merchant_id, type, data, hash, at) values ('p', 1, now(), 'm', 't', '{}', sha256('1'), now())",
            "events_period"),
    ];

    private static Violation Root(string name, string values, string constraint) => new(name, $"insert into paygate.books_roots values ({values})", constraint);
}
