using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace PayGate.Api.Http;

/// <summary>
/// How an error code is answered: the HTTP status, the error type that SDKs choose their class by, and the message when there is no better.
/// </summary>
public sealed record ErrorRow(string Code, int Status, string Type, string Message);

/// <summary>
/// The one table from error code to status and type (wire.md, Error codes). A code that is used anywhere has a row here; a test says so.
/// </summary>
public static partial class ErrorCatalog
{
    public static IReadOnlyDictionary<string, ErrorRow> Rows { get; } =
        All().ToFrozenDictionary(row => row.Code, StringComparer.Ordinal);

    /// <summary>The row of a code; a code without one is a bug and throws.</summary>
    public static ErrorRow Of(string code) =>
        Rows.TryGetValue(code, out var row)
            ? row
            : throw new ArgumentException($"The error code '{code}' has no row in the catalogue.", nameof(code));

    public static bool TryOf(string code, [NotNullWhen(true)] out ErrorRow? row) => Rows.TryGetValue(code, out row);

    private static IEnumerable<ErrorRow> All() => [.. Requests(), .. Money(), .. Cards(), .. Access(), .. Faults()];

    private static ErrorRow Invalid(string code, string message, int status = 400) => new(code, status, "invalid_request_error", message);

    private static ErrorRow Card(string code, string message) => new(code, 402, "card_error", message);
}
