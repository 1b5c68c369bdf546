using System.Security.Cryptography;

namespace PayGate.Silo.Keys;

/// <summary>Files of mode 0600 that are on disk when the call returns.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a new file in one step, so that a crash leaves it whole or not at all. Fails with <see cref="IOException"/> if it exists.</summary>
    public static void Create(string path, ReadOnlySpan<byte> content) => Write(path, content, overwrite: false);

    /// <summary>Puts the new content in place in one step, so that a reader finds the old or the new file and never a part.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content) => Write(path, content, overwrite: true);

    private static void Write(string path, ReadOnlySpan<byte> content, bool overwrite)
    {
        // Processes that share a directory may have the same number, each in a container of its own.
        var next = $"{path}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}.new";
        try
        {
            using (var file = new FileStream(next, Options()))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(next, path, overwrite);
            // The new name, too: it changed the file, so a flush of that takes it along.
            using var named = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(named);
        }
        catch
        {
            // What could not be put in its place is a secret that nobody would look for.
            File.Delete(next);
            throw;
        }
    }

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }
}
