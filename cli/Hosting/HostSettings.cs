using System.Net;
using PayGate.Cli.Migrations;
using PayGate.Clusters;
using PayGate.Silo.Keys;

namespace PayGate.Cli.Hosting;

/// <summary>What one PayGate process runs.</summary>
[Flags]
public enum HostRoles
{
    None = 0,
    Silo = 1,
    Api = 2,
    Bank = 4,
    All = Silo | Api | Bank,
}

internal static class HostRolesParser
{
    /// <exception cref="SetupException">A name is not a role.</exception>
    public static HostRoles Parse(string list)
    {
        var roles = HostRoles.None;
        foreach (var name in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            roles |= name switch
            {
                "silo" => HostRoles.Silo,
                "api" => HostRoles.Api,
                "bank" => HostRoles.Bank,
                _ => throw new SetupException($"{name} is not a role: give --roles one or more of silo, api, bank."),
            };
        }

        return roles == HostRoles.None ? throw new SetupException("No role is named: give --roles one or more of silo, api, bank.") : roles;
    }
}

public sealed record HostSettings
{
    public required HostRoles Roles { get; init; }

    public required IPEndPoint EndPoint { get; init; }

    /// <summary>Scheme and host under which the public reaches the API; null where that is the address it listens on.</summary>
    public Uri? PublicUrl { get; init; }

    public required string DataDirectory { get; init; }

    /// <summary>The connection string of a database role. Each part of PayGate gets its own role's only.</summary>
    public required Func<DatabaseRole, string> ConnectionString { get; init; }

    public required ClusterSettings Cluster { get; init; }

    public RootKeyOptions RootKey { get; init; } = new();

    /// <summary>Warnings as text on standard error, rather than everything as JSON.</summary>
    public required bool LogsForPeople { get; init; }
}
