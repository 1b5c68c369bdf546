namespace PayGate.Cli;

/// <summary>
/// The one directory where PayGate keeps its files on a machine, locked by the operating system for as long as this object lives:
/// the lock goes with the process, also when that is killed.
/// </summary>
public sealed class DataDirectory : IDisposable
{
    private const string LockName = "paygate.lock";
    private const string AddressName = "address";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Passable = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream @lock)
    {
        Location = path;
        _lock = @lock;
    }

    /// <summary>Full path.</summary>
    public string Location { get; }

    /// <summary>Makes or opens the directory and takes its lock.</summary>
    /// <exception cref="SetupException">It is a file, holds foreign files, may not be used, or another PayGate runs on it.</exception>
    public static DataDirectory Open(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (full.IndexOfAny(['"', '$', '`', '\\', '\n']) >= 0)
        {
            throw new SetupException($"The path {full} holds one of \" $ ` \\, which PostgreSQL's tools do not take: choose another place with --data.");
        }

        if (File.Exists(full))
        {
            throw new SetupException($"{full} is a file: choose a directory with --data.");
        }

        try
        {
            Prepare(full);
            return new DataDirectory(full, Lock(Path.Combine(full, LockName)));
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new SetupException($"{full} may not be written by {Environment.UserName}: choose another place with --data, or run as the user that owns it.", exception);
        }
        catch (IOException exception)
        {
            throw new SetupException($"{full} cannot be used ({exception.Message}): choose another place with --data.", exception);
        }
    }

    /// <summary>Says in file <c>address</c> where PayGate answers, for programs that start it on a free port; null when it ends.</summary>
    public void Announce(Uri? address)
    {
        var path = Path.Combine(Location, AddressName);
        if (address is null)
        {
            File.Delete(path);
            return;
        }

        // Renamed into place: whoever sees the file can read all of it.
        File.WriteAllText(path + ".new", $"{address}\n");
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Deletes all data; the lock stays.</summary>
    public void Clear()
    {
        foreach (var entry in new DirectoryInfo(Location).EnumerateFileSystemInfos().Where(entry => entry.Name != LockName))
        {
            if (entry is DirectoryInfo { LinkTarget: null } directory)
            {
                directory.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }
    }

    public void Dispose() => _lock.Dispose();

    private static void Prepare(string path)
    {
        // Root lends PostgreSQL to another account, which must be able to pass through; every secret inside is 0600 or 0700 anyway.
        var mode = Environment.IsPrivilegedProcess ? Passable : OwnerOnly;
        if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path, mode);
        }
        else if (!File.Exists(Path.Combine(path, LockName)) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            throw new SetupException($"{path} holds other files and no PayGate data: choose an empty or new directory with --data.");
        }

        File.SetUnixFileMode(path, mode);
    }

    private static FileStream Lock(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        try
        {
            return new FileStream(path, options);
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
        {
            throw new SetupException($"Another PayGate runs on {Path.GetDirectoryName(path)}: stop it, or choose another place with --data.", exception);
        }
    }
}
