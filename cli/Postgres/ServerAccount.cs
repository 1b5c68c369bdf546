namespace PayGate.Cli.Postgres;

/// <summary>
/// The account that PostgreSQL's programs run as. PostgreSQL refuses to run as root, so root lends it <c>postgres</c>, else <c>nobody</c>.
/// </summary>
public sealed class ServerAccount
{
    private readonly string? _owner;
    private readonly string[] _prefix;

    private ServerAccount(string? owner, params string[] prefix)
    {
        _owner = owner;
        _prefix = prefix;
    }

    /// <summary>Who runs it, in words, for doctor and for error sentences.</summary>
    public string Description { get; private init; } = $"as {Environment.UserName}";

    /// <summary>Whether this process must hand the cluster's files to another account.</summary>
    public bool IsOther => _owner is not null;

    /// <summary>
    /// Chooses the account and the way to run as it: the owner of <paramref name="cluster"/> if there is one already.
    /// <paramref name="directory"/> exists and must be within the account's reach.
    /// </summary>
    /// <exception cref="SetupException">There is no such account, or it cannot reach the directory.</exception>
    public static async Task<ServerAccount> ForAsync(string directory, string cluster, CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new ServerAccount(null);
        }

        var (name, uid, gid) = await LookUpAsync(cluster, cancellationToken);
        var plain = new ServerAccount($"{uid}:{gid}", "runuser", "-u", name, "--") { Description = $"as user {name}" };
        if (await plain.ReachesAsync(directory, cancellationToken))
        {
            return plain;
        }

        // Below a closed home: the account gets the one right to look through directories, and stays without any other.
        var searching = new ServerAccount(
            $"{uid}:{gid}", "setpriv", $"--reuid={uid}", $"--regid={gid}", "--clear-groups",
            "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search", "--")
        {
            Description = $"as user {name}, with the right to pass closed directories",
        };
        return await searching.ReachesAsync(directory, cancellationToken)
            ? searching
            : throw new SetupException(
                $"PostgreSQL does not run as root, and user {name} cannot enter {directory}: choose another place with --data, for example /var/lib/paygate.");
    }

    public Task<ToolResult> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken) =>
        Tool.RunAsync(Command(command), cancellationToken);

    /// <summary>The command line that runs <paramref name="command"/> as this account.</summary>
    public IReadOnlyList<string> Command(IReadOnlyList<string> command) => [.. _prefix, .. command];

    /// <summary>Gives a file or directory of ours to the account.</summary>
    public async Task TakeOverAsync(string path, CancellationToken cancellationToken)
    {
        if (_owner is null)
        {
            return;
        }

        var result = await Tool.RunAsync(["chown", "-h", _owner, path], cancellationToken);
        if (!result.Succeeded)
        {
            throw new SetupException($"{path} cannot be given to the account that runs PostgreSQL ({result.Output}): choose a place on a local disk with --data.");
        }
    }

    private static async Task<(string Name, string Uid, string Gid)> LookUpAsync(string cluster, CancellationToken cancellationToken)
    {
        string[] names = Directory.Exists(cluster)
            ? [(await Tool.RunAsync(["stat", "-c", "%U", cluster], cancellationToken)).Output]
            : ["postgres", "nobody"];
        foreach (var name in names)
        {
            var uid = await Tool.RunAsync(["id", "-u", name], cancellationToken);
            var gid = await Tool.RunAsync(["id", "-g", name], cancellationToken);
            if (uid.Succeeded && gid.Succeeded && uid.Output != "0")
            {
                return (name, uid.Output, gid.Output);
            }
        }

        throw new SetupException($"PostgreSQL does not run as root, and there is no user {string.Join(" or ", names)} to run it: run PayGate as an ordinary user.");
    }

    // Not `test -x`: access(2) leaves capabilities out of account, and answers no where opening works.
    private async Task<bool> ReachesAsync(string directory, CancellationToken cancellationToken) =>
        (await RunAsync(["stat", Path.Combine(directory, ".")], cancellationToken)).Succeeded;
}
