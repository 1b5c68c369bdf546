using System.CommandLine;
using PayGate.Cli.Hosting;
using PayGate.Cli.Migrations;
using PayGate.Cli.Postgres;

namespace PayGate.Cli.Commands;

/// <summary><c>paygate migrate</c>: brings the database to this program's schema and ends.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var data = SharedOptions.Data();
        var command = new Command("migrate", "Apply the database scripts that are missing.") { data };
        command.SetAction((result, _) => RunAsync(result.GetValue(data)!));
        return command;
    }

    private static async Task<int> RunAsync(string data)
    {
        using var signals = new StopSignals();
        // A job in a cluster has every password in its environment and no directory of its own.
        if (Environment.GetEnvironmentVariable(ExternalServer.Variable) is { Length: > 0 } setting
            && RolePasswords.FromEnvironmentOnly(Environment.GetEnvironmentVariable) is { } given)
        {
            var external = await ExternalServer.ConnectAsync(setting, signals.Stop);
            return await MigrateAsync(given, external.OwnerConnectionString, signals.Stop);
        }

        using var directory = DataDirectory.Open(data);
        var passwords = RolePasswords.Load(directory.Location, Environment.GetEnvironmentVariable);
        var locator = new DatabaseLocator(Environment.GetEnvironmentVariable, Console.Out.WriteLine);
        var (server, owner) = await locator.StartAsync(directory.Location, () => passwords.Owner, CancellationToken.None);
        try
        {
            return await MigrateAsync(passwords, owner, signals.Stop);
        }
        finally
        {
            await server.StopAsync(CancellationToken.None);
        }
    }

    private static async Task<int> MigrateAsync(RolePasswords passwords, string owner, CancellationToken cancellationToken)
    {
        var applied = await new Migrator(Migrator.Scripts(), passwords, Console.Out.WriteLine).MigrateAsync(owner, cancellationToken);
        await Console.Out.WriteLineAsync(applied == 0 ? "nothing to do" : $"{applied} applied");
        return 0;
    }
}
