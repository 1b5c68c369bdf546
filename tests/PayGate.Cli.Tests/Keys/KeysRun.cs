using PayGate.Cli.Tests.Up;

namespace PayGate.Cli.Tests.Keys;

/// <summary><c>paygate keys …</c>, run to its end as a process of its own.</summary>
internal static class KeysRun
{
    public const string Passphrase = "correct horse battery staple";

    public static Task<(int ExitCode, string Output, string Error)> Run(string data, params string[] arguments) => RunWith([], data, arguments);

    public static async Task<(int ExitCode, string Output, string Error)> RunWith(Dictionary<string, string> environment, string data, params string[] arguments)
    {
        await using var program = PayGateProgram.Start(environment, ["keys", .. arguments, "--data", data]);
        var (exitCode, error) = await program.Ended();
        return (exitCode, string.Join('\n', program.Output), error);
    }

    /// <summary>Asserts that it refuses in this one sentence.</summary>
    public static async Task RefusedWith(Dictionary<string, string> environment, string sentence, string data, params string[] arguments) =>
        Assert.Equal((1, "", $"paygate: {sentence}\n"), await RunWith(environment, data, arguments));

    public static Task Refused(string sentence, string data, params string[] arguments) => RefusedWith([], sentence, data, arguments);

    /// <summary>A passphrase file of mode 0600.</summary>
    public static string PassphraseFile(TemporaryDirectory directory, string passphrase = Passphrase)
    {
        var path = Path.Combine(directory.Location, $"passphrase-{passphrase.Length}");
        Secrets.SecretFile.Write(path, passphrase + "\n");
        return path;
    }
}
