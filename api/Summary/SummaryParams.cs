using System.Globalization;
using PayGate.Api.Commands;
using PayGate.Api.Http;

namespace PayGate.Api.Summary;

/// <summary>The parameters of a summary: days in the merchant's time zone, both included.</summary>
public sealed record SummaryParams : IParams<SummaryParams>
{
    private const string Format = "yyyy-MM-dd";

    /// <summary>Payments cannot be older, and instants far from ours have no time zone.</summary>
    private static readonly DateOnly Earliest = new(2020, 1, 1);

    private static readonly DateOnly Latest = new(2199, 12, 31);

    public DateOnly? From { get; init; }

    public DateOnly? To { get; init; }

    public static SummaryParams Read(ParamBinder parameters) => new() { From = ReadDay(parameters, "from"), To = ReadDay(parameters, "to") };

    private static DateOnly? ReadDay(ParamBinder parameters, string name)
    {
        if (parameters.OptionalString(name, Format.Length) is not { } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day >= Earliest && day <= Latest)
        {
            return day;
        }

        parameters.Refuse(name, "parameter_invalid_string", $"Give a day as {Format.ToUpperInvariant()}.");
        return null;
    }
}
