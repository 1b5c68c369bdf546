using System.Diagnostics;
using System.Text;

namespace PayGate.Silo.Files;

/// <summary>
/// A file of lines that only grows, with mode 0600, on disk when a call returns. Processes that share it add to it one after the other. A last line that a crash cut off was
/// acknowledged to nobody: it is ended by what comes next, and the reader of its kind passes over it.
/// </summary>
public sealed class LineFile(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>An entry takes milliseconds; another process that holds the file longer has a fault.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    public string Path { get; } = path;

    /// <exception cref="IOException">It cannot be written, or others hold it for long.</exception>
    /// <exception cref="UnauthorizedAccessException">This account may not write it.</exception>
    public async Task Add(string line, CancellationToken cancellationToken)
    {
        await using var file = await Open(Adding(), cancellationToken);
        await Append(file, [line], cancellationToken);
    }

    /// <summary>Adds what is chosen from the lines that there are, while no other process can add.</summary>
    /// <exception cref="IOException">It cannot be written, or others hold it for long.</exception>
    /// <exception cref="UnauthorizedAccessException">This account may not write it.</exception>
    public async Task AddMissing(Func<IReadOnlyList<string>, IReadOnlyList<string>> choose, CancellationToken cancellationToken)
    {
        await using var file = await Open(Adding(), cancellationToken);
        using var reader = new StreamReader(file, Encoding.UTF8, leaveOpen: true);
        var missing = choose((await reader.ReadToEndAsync(cancellationToken)).Split('\n'));
        if (missing.Count > 0)
        {
            await Append(file, missing, cancellationToken);
        }
    }

    /// <summary>All lines; none when there is no file. The last one is empty, unless a crash cut it off.</summary>
    public async Task<IReadOnlyList<string>> Read(CancellationToken cancellationToken)
    {
        if (!File.Exists(Path))
        {
            return [];
        }

        await using var file = await Open(new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read }, cancellationToken);
        using var reader = new StreamReader(file, Encoding.UTF8);
        return (await reader.ReadToEndAsync(cancellationToken)).Split('\n');
    }

    private static async Task Append(FileStream file, IReadOnlyList<string> lines, CancellationToken cancellationToken)
    {
        var bytes = Encoding.UTF8.GetBytes((EndsWithin(file) ? "\n" : "") + string.Concat(lines.Select(line => line + "\n")));
        file.Seek(0, SeekOrigin.End);
        await file.WriteAsync(bytes, cancellationToken);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Waits for whoever else has it open.</summary>
    private async Task<FileStream> Open(FileStreamOptions options, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        using var pause = new PeriodicTimer(Interval);
        while (true)
        {
            try
            {
                return new FileStream(Path, options);
            }
            catch (IOException exception) when (exception is not (DirectoryNotFoundException or FileNotFoundException) && watch.Elapsed < Patience)
            {
                await pause.WaitForNextTickAsync(cancellationToken);
            }
        }
    }

    /// <summary>Whether a crash left a line without its end.</summary>
    private static bool EndsWithin(FileStream file)
    {
        if (file.Length == 0)
        {
            return false;
        }

        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() != '\n';
    }

    private static FileStreamOptions Adding()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return options;
    }
}
