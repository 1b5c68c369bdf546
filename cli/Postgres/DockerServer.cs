using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace PayGate.Cli.Postgres;

/// <summary>
/// PostgreSQL in a container, for machines that have Docker and no PostgreSQL. Container and volume are named after the data directory
/// and are used again at the next start; the port is published on 127.0.0.1 only.
/// </summary>
public sealed class DockerServer : IDatabaseServer
{
    private const string Image = "postgres:17";
    private const string Marker = "docker-postgres";
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(3);
    private readonly string _name;

    private DockerServer(string name, string connectionString)
    {
        _name = name;
        OwnerConnectionString = connectionString;
    }

    public string Description => $"PostgreSQL in Docker container {_name}";

    public string OwnerConnectionString { get; }

    /// <summary>Whether Docker's service answers.</summary>
    public static async Task<bool> IsAvailableAsync(CancellationToken cancellationToken) =>
        (await Tool.RunAsync(["docker", "info", "--format", "{{.ServerVersion}}"], cancellationToken)).Succeeded;

    /// <summary>Whether the data of this directory lives in a container already.</summary>
    public static bool IsUsedBy(string dataDirectory) => File.Exists(Path.Combine(dataDirectory, Marker));

    /// <exception cref="SetupException">The container cannot be made or started, or does not answer in time.</exception>
    public static async Task<DockerServer> StartAsync(string dataDirectory, string password, Action<string> report, CancellationToken cancellationToken)
    {
        var name = NameFor(dataDirectory);
        if (!(await Tool.RunAsync(["docker", "container", "inspect", name], cancellationToken)).Succeeded)
        {
            report($"fetching {Image} and making container {name}");
            // The password goes through a file of variables, never through a command line that every user of the machine can list.
            var variables = Path.Combine(dataDirectory, "docker.env");
            Secrets.SecretFile.Write(variables, $"POSTGRES_USER={PrivateCluster.Owner}\nPOSTGRES_PASSWORD={password}\nPOSTGRES_DB=postgres\nPOSTGRES_INITDB_ARGS=--auth=scram-sha-256 -E UTF8 --locale=C.UTF-8\n");
            await RequireAsync(
                ["docker", "create", "--name", name, "--env-file", variables, "-p", "127.0.0.1::5432", "--shm-size", "256m",
                    "-v", $"{name}:/var/lib/postgresql/data", Image],
                cancellationToken);
            File.Delete(variables);
            await File.WriteAllTextAsync(Path.Combine(dataDirectory, Marker), name, cancellationToken);
        }

        report($"starting container {name}");
        await RequireAsync(["docker", "start", name], cancellationToken);
        var address = ConnectionString(await PortAsync(name, cancellationToken), password);
        return await ServerProbe.AnswersAsync(address, () => true, StartTimeout, cancellationToken)
            ? new DockerServer(name, address)
            : throw new SetupException($"PostgreSQL in container {name} does not answer: see `docker logs {name}`.");
    }

    /// <summary>Deletes container and data of the directory, for a fresh start.</summary>
    public static async Task RemoveAsync(string dataDirectory, CancellationToken cancellationToken)
    {
        var name = NameFor(dataDirectory);
        await RequireAsync(["docker", "rm", "--force", name], cancellationToken);
        await RequireAsync(["docker", "volume", "rm", "--force", name], cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => RequireAsync(["docker", "stop", "--time", "60", _name], cancellationToken);

    private static async Task<int> PortAsync(string name, CancellationToken cancellationToken)
    {
        // "127.0.0.1:32768"
        var published = await RequireAsync(["docker", "port", name, "5432/tcp"], cancellationToken);
        return int.Parse(published[(published.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture);
    }

    private static async Task<string> RequireAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var result = await Tool.RunAsync(command, cancellationToken);
        return result.Succeeded
            ? result.Output
            : throw new SetupException($"`{string.Join(' ', command.Take(2))}` failed ({result.Output.ReplaceLineEndings(" ")}): mend Docker, install PostgreSQL, or set {ExternalServer.Variable}.");
    }

    private static string NameFor(string dataDirectory) =>
        "paygate-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dataDirectory)))[..12];

    private static string ConnectionString(int port, string password) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Username = PrivateCluster.Owner,
        Password = password,
        Database = "postgres",
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    }.ConnectionString;
}
