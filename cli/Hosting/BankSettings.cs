using PayGate.Bank;

namespace PayGate.Cli.Hosting;

/// <summary>The simulated bank's options.</summary>
public static class BankSettings
{
    /// <summary>
    /// <c>off</c> makes the bank execute a repeated reference again. A defect on purpose: fault tests set it to see that the books show it.
    /// </summary>
    public const string DeduplicateVariable = "PAYGATE_BANK_DEDUPLICATE";

    /// <exception cref="SetupException">The variable holds another word, or this is no sandbox.</exception>
    public static BankOptions From(string connectionString, bool sandbox, Func<string, string?> environment) => new()
    {
        ConnectionString = connectionString,
        DeduplicateReferences = environment(DeduplicateVariable) switch
        {
            null or "" or "on" => true,
            "off" when sandbox => false,
            "off" => throw new SetupException($"{DeduplicateVariable} is off, but this is not a sandbox: unset it."),
            _ => throw new SetupException($"{DeduplicateVariable} is neither on nor off: unset it."),
        },
    };
}
