using System.Text;

namespace PayGate.Cli.Secrets;

/// <summary>
/// Files that only their owner may read. The content appears at once and complete: it is written to a new file of mode 0600 beside the
/// target, flushed to disk, and renamed, so neither a reader nor a crash ever sees an open or half-written secret.
/// </summary>
public static class SecretFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void Write(string path, string content)
    {
        var temporary = $"{path}.{Environment.ProcessId}.new";
        File.Delete(temporary);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            UnixCreateMode = OwnerOnly,
        };
        using (var stream = new FileStream(temporary, options))
        {
            stream.Write(Encoding.UTF8.GetBytes(content));
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Reads a secret; one that others may read is refused, because it is no secret any more.</summary>
    /// <exception cref="SetupException">Group or others may read or write the file.</exception>
    public static string Read(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(OwnerOnly | UnixFileMode.UserExecute)) != 0)
        {
            throw new SetupException($"{path} can be read by other users: run `chmod 600 {path}` and replace what it holds if others use this machine.");
        }

        return File.ReadAllText(path);
    }
}
