using System.Collections.Immutable;

namespace PayGate.Bank;

/// <summary>One numbered script of schema bank, to be run once, in order, by the owner of the database.</summary>
public sealed record BankScript(string Name, string Sql);

public static class BankScripts
{
    private const string Prefix = "PayGate.Bank.Sql.";

    /// <summary>All scripts in the order of their numbers. The roles paygate_bank and paygate_audit must exist before the first.</summary>
    public static ImmutableArray<BankScript> All { get; } =
    [
        .. typeof(BankScripts).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new BankScript(name[Prefix.Length..], Read(name))),
    ];

    private static string Read(string resource)
    {
        using var stream = typeof(BankScripts).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
