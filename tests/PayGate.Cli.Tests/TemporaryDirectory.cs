using PayGate.Cli.Postgres;

namespace PayGate.Cli.Tests;

/// <summary>A directory for one test. A cluster that was started in <see cref="Data"/> is ended with it.</summary>
public sealed class TemporaryDirectory : IAsyncDisposable
{
    private const UnixFileMode Passable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public TemporaryDirectory()
    {
        Location = Directory.CreateTempSubdirectory("paygate-cli-").FullName;
        File.SetUnixFileMode(Location, Passable);
    }

    public string Location { get; }

    /// <summary>Not made yet.</summary>
    public string Data => Path.Combine(Location, "data");

    public async ValueTask DisposeAsync()
    {
        await PrivateCluster.EndLeftoverAsync(Data, CancellationToken.None);
        Directory.Delete(Location, recursive: true);
    }
}
