namespace PayGate.Silo.Keys;

/// <summary>Files of mode 0600 that are on disk when the call returns.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Fails with <see cref="IOException"/> if the file exists.</summary>
    public static void Create(string path, ReadOnlySpan<byte> content)
    {
        using var file = new FileStream(path, Options(FileMode.CreateNew));
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Puts the new content in place in one step, so that a reader finds the old or the new file and never a part.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var next = path + ".next";
        File.Delete(next);
        Create(next, content);
        File.Move(next, path, overwrite: true);
    }

    private static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }
}
