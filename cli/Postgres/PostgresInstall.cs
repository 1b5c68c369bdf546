namespace PayGate.Cli.Postgres;

/// <summary>Installs PostgreSQL with the system's package manager, where that needs no question: as root, with apt-get.</summary>
public static class PostgresInstall
{
    public static bool IsPossible => Environment.IsPrivilegedProcess && Tool.Find("apt-get") is not null;

    /// <exception cref="SetupException">The package manager fails.</exception>
    public static async Task RunAsync(Action<string> report, CancellationToken cancellationToken)
    {
        report("reading the package lists (apt-get update)");
        await RequireAsync(["apt-get", "update", "-q"], cancellationToken);
        report("installing PostgreSQL (apt-get install postgresql)");
        await RequireAsync(
            ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "-q", "--no-install-recommends", "postgresql"], cancellationToken);
    }

    private static async Task RequireAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var result = await Tool.RunAsync(command, cancellationToken);
        if (!result.Succeeded)
        {
            var lastLine = result.Output.Split('\n').Last();
            throw new SetupException($"PostgreSQL cannot be installed ({lastLine}): install it by hand, or set {ExternalServer.Variable}.");
        }
    }
}
