using System.CommandLine;
using System.Net;
using PayGate.Cli.Hosting;
using PayGate.Cli.Migrations;
using PayGate.Cli.Postgres;

namespace PayGate.Cli.Commands;

/// <summary><c>paygate serve</c>: chosen roles on a database that others run and migrated, for servers and containers.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var roles = new Option<string>("--roles")
        {
            Description = "Roles to run, separated by commas: silo, api, bank.",
            DefaultValueFactory = _ => "silo,api,bank",
            HelpName = "ROLES",
        };
        var port = SharedOptions.Port();
        var bind = SharedOptions.Bind();
        var data = SharedOptions.Data();
        var publicUrl = SharedOptions.PublicUrl();
        var command = new Command("serve", $"Run roles of PayGate on the migrated database that {ExternalServer.Variable} names.")
        {
            roles, port, bind, data, publicUrl,
        };
        command.SetAction((result, _) => RunAsync(
            HostRolesParser.Parse(result.GetValue(roles)!),
            SharedOptions.EndPoint(result.GetValue(bind)!, result.GetValue(port)),
            SharedOptions.PublicUrl(result.GetValue(publicUrl)),
            result.GetValue(data)!));
        return command;
    }

    private static async Task<int> RunAsync(HostRoles roles, IPEndPoint endPoint, Uri? publicUrl, string data)
    {
        if (Environment.GetEnvironmentVariable(ExternalServer.Variable) is not { Length: > 0 } database)
        {
            throw new SetupException($"{ExternalServer.Variable} is not set: name the database there, or use `paygate up`, which brings its own.");
        }

        using var signals = new StopSignals();
        var passwords = RolePasswords.ForService(Path.GetFullPath(data), Environment.GetEnvironmentVariable);
        var address = DatabaseAddress.Parse(database);
        var settings = new HostSettings
        {
            Roles = roles,
            EndPoint = endPoint,
            PublicUrl = publicUrl,
            DataDirectory = Path.GetFullPath(data),
            ConnectionString = role => DatabaseAddress.WithLogin(address, role.LoginName(), passwords[role]),
            Cluster = ClusterVariables.Read(Environment.GetEnvironmentVariable),
            RootKey = RootKeyVariables.Read(Environment.GetEnvironmentVariable),
            LogsForPeople = false,
        };
        return await PayGateHost.RunAsync(settings, signals, _ => Task.CompletedTask);
    }
}
