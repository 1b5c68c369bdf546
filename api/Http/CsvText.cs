namespace PayGate.Api.Http;

/// <summary>Text of others in a CSV file (RFC 4180) that people open in a spreadsheet.</summary>
internal static class CsvText
{
    /// <summary>
    /// The text as one field; nothing for null. What a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV injection), which it shows as text.
    /// </summary>
    public static string Field(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var harmless = text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' ? "'" + text : text;
        return harmless.AsSpan().ContainsAny(",\"\r\n'") ? $"\"{harmless.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : harmless;
    }
}
