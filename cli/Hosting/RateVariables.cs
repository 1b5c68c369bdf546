using PayGate.Grains.ExchangeRates;
using PayGate.Silo.ExchangeRates;

namespace PayGate.Cli.Hosting;

/// <summary>Reads from the environment where exchange rates come from, and how old they may get.</summary>
public static class RateVariables
{
    public const string Source = "PAYGATE_RATES";
    public const string HoursMax = "PAYGATE_RATES_HOURS_MAX";

    private const int HoursLimit = 168;

    /// <exception cref="SetupException">A variable does not hold what it should.</exception>
    public static RateSourceOptions Read(Func<string, string?> environment)
    {
        var options = new RateSourceOptions
        {
            Policy = new RatePolicy { AgeMax = TimeSpan.FromHours(WholeNumber.Read(environment, HoursMax, 24, 1, HoursLimit)) },
        };
        return environment(Source) switch
        {
            null or "" or "built-in" => options,
            var text when !text.Contains("://", StringComparison.Ordinal) => options with { File = Path.GetFullPath(text) },
            var text when Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
                && address.UserInfo.Length == 0 => options with { Address = address },
            _ => throw new SetupException($"{Source} is neither built-in, nor a file, nor an address that begins with https:// or http:// and holds no password."),
        };
    }
}
