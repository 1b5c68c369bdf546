using System.CommandLine;
using System.Net;
using PayGate.Api.Health;
using PayGate.Cli.Hosting;
using PayGate.Cli.Migrations;
using PayGate.Cli.Postgres;

namespace PayGate.Cli.Commands;

/// <summary><c>paygate up</c>: everything on one machine, in one process beside PostgreSQL, until a signal ends it.</summary>
internal static class UpCommand
{
    private sealed record UpOptions(IPEndPoint EndPoint, Uri? PublicUrl, string Data, bool Fresh, bool Open);

    public static Command Create()
    {
        var port = SharedOptions.Port();
        var bind = SharedOptions.Bind();
        var data = SharedOptions.Data();
        var publicUrl = SharedOptions.PublicUrl();
        var fresh = new Option<bool>("--fresh") { Description = "Delete all data of the data directory first." };
        var open = new Option<bool>("--open") { Description = "Open the demo shop in the browser when ready." };
        var command = new Command("up", "Run PayGate on this machine: PostgreSQL, bank, silo and API.")
        {
            port, bind, publicUrl, data, fresh, open,
        };
        command.SetAction((result, _) => RunAsync(new UpOptions(
            SharedOptions.EndPoint(result.GetValue(bind)!, result.GetValue(port)),
            SharedOptions.PublicUrl(result.GetValue(publicUrl)),
            result.GetValue(data)!,
            result.GetValue(fresh),
            result.GetValue(open))));
        return command;
    }

    private static async Task<int> RunAsync(UpOptions options)
    {
        using var signals = new StopSignals();
        var progress = new Progress(Console.Out);
        var rootKey = RootKeyVariables.Read(Environment.GetEnvironmentVariable);
        using var data = DataDirectory.Open(options.Data);
        // A killed run may have left its own.
        data.Announce(null);
        RequireFree(options.EndPoint);
        var locator = new DatabaseLocator(Environment.GetEnvironmentVariable, progress.Report);
        IDatabaseServer? server = null;
        try
        {
            await Console.Out.WriteLineAsync($"PayGate {VersionCommand.Version} on {EngineVersion.Name}");
            if (options.Fresh)
            {
                progress.Report("deleting the data of earlier runs");
                await locator.DiscardAsync(data.Location, CancellationToken.None);
                data.Clear();
            }

            var passwords = RolePasswords.Load(data.Location, Environment.GetEnvironmentVariable);
            // Not cancelled midway: a server that is half started could not be stopped.
            (server, var owner) = await locator.StartAsync(data.Location, () => passwords.Owner, CancellationToken.None);
            await new Migrator(Migrator.Scripts(), passwords, progress.Report).MigrateAsync(owner, signals.Stop);
            await using var keeper = server is PrivateCluster cluster ? new ClusterKeeper(cluster, progress.Report) : null;
            progress.Report("starting bank, silo and API");
            var settings = new HostSettings
            {
                Roles = HostRoles.All,
                EndPoint = options.EndPoint,
                PublicUrl = options.PublicUrl,
                DataDirectory = data.Location,
                ConnectionString = role => DatabaseAddress.WithLogin(owner, role.LoginName(), passwords[role]),
                Cluster = ClusterVariables.Alone(),
                RootKey = rootKey,
                LogsForPeople = true,
            };
            return await PayGateHost.RunAsync(settings, signals, address => WelcomeAsync(address, server, options, data, progress, signals.Stop));
        }
        catch (Exception) when (signals.Stop.IsCancellationRequested)
        {
            // Asked to end while starting: whatever broke off then broke off for that reason.
            return 0;
        }
        finally
        {
            data.Announce(null);
            await StopServerAsync(server, data.Location);
        }
    }

    private static async Task WelcomeAsync(
        Uri address, IDatabaseServer server, UpOptions options, DataDirectory data, Progress progress, CancellationToken cancellationToken)
    {
        progress.Report("ready");
        data.Announce(address);
        var welcome = await Welcome.CreateAsync(address, data.Location, cancellationToken);
        welcome.Print(Console.Out, server.Description);
        if (!IPAddress.IsLoopback(options.EndPoint.Address))
        {
            await Console.Out.WriteLineAsync($"Others on the network can reach this sandbox at port {address.Port}.");
        }

        if (options.Open)
        {
            await Browser.OpenAsync(welcome.FirstPage, cancellationToken);
        }
    }

    private static void RequireFree(IPEndPoint endPoint)
    {
        if (endPoint.Port != 0 && !FreePort.IsFree(endPoint.Address, endPoint.Port))
        {
            throw new SetupException($"{endPoint} cannot be listened on, another program probably does: stop it, or choose another port with --port.");
        }
    }

    private static async Task StopServerAsync(IDatabaseServer? server, string data)
    {
        if (server is null)
        {
            await PrivateCluster.EndLeftoverAsync(data, CancellationToken.None);
            return;
        }

        await server.StopAsync(CancellationToken.None);
        await Console.Out.WriteLineAsync("stopped");
    }
}
