using PayGate.Grains.EncryptionKeys;

namespace PayGate.Cli.Hosting;

/// <summary>Reads from the environment when merchants' keys get new versions.</summary>
public static class KeyVariables
{
    public const string EncryptionsMax = "PAYGATE_KEY_ENCRYPTIONS_MAX";
    public const string DaysMax = "PAYGATE_KEY_DAYS_MAX";

    private const int EncryptionsLimit = 1_000_000_000;
    private const int DaysLimit = 1_095;

    /// <exception cref="SetupException">A variable does not hold what it should.</exception>
    public static KeyPolicy Read(Func<string, string?> environment) => new()
    {
        EncryptionsMax = WholeNumber.Read(environment, EncryptionsMax, 1_000_000, KeyPolicy.EncryptionsMin, EncryptionsLimit),
        AgeMax = TimeSpan.FromDays(WholeNumber.Read(environment, DaysMax, 90, 1, DaysLimit)),
    };
}
