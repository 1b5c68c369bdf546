using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using PayGate.Grains.Erasure;

namespace PayGate.Silo.Erasure;

/// <summary>
/// The list as a file of JSON lines that only grows, with mode 0600. It holds no personal data; its mode keeps others from adding to it, which would erase. Processes that
/// share the file add to it one after the other.
/// </summary>
public sealed class ErasureList(string path) : IErasureList
{
    public const string DefaultName = "erasures.jsonl";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>An entry takes milliseconds; another process that holds the file longer has a fault.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    public string Path { get; } = path;

    public async Task Add(ErasureEntry entry, CancellationToken cancellationToken)
    {
        var line = JsonSerializer.Serialize(entry, ErasureJson.Default.ErasureEntry) + "\n";
        try
        {
            await using var file = await Open(Adding(), cancellationToken);
            var bytes = Encoding.UTF8.GetBytes(EndsWithin(file) ? "\n" + line : line);
            file.Seek(0, SeekOrigin.End);
            await file.WriteAsync(bytes, cancellationToken);
            file.Flush(flushToDisk: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageUnavailableException($"The list of erasures {Path} cannot be written, so nothing is erased.", exception);
        }
    }

    /// <summary>All entries, in the order in which they were added; none when there is no file. A last line that a crash cut off was acknowledged to nobody.</summary>
    /// <exception cref="InvalidDataException">A line in between is no entry.</exception>
    public async Task<IReadOnlyList<ErasureEntry>> Read(CancellationToken cancellationToken)
    {
        if (!File.Exists(Path))
        {
            return [];
        }

        var lines = await ReadLines(cancellationToken);
        var entries = new List<ErasureEntry>(lines.Length);
        for (var index = 0; index < lines.Length; index++)
        {
            if (Parse(lines[index]) is { } entry)
            {
                entries.Add(entry);
            }
            else if (lines[index].Length > 0 && lines[index].EndsWith('}'))
            {
                throw new InvalidDataException($"Line {index + 1} of the list of erasures {Path} cannot be read: restore the file from its copy.");
            }
        }

        return entries;
    }

    private static ErasureEntry? Parse(string line)
    {
        try
        {
            return line.Length == 0 ? null : JsonSerializer.Deserialize(line, ErasureJson.Default.ErasureEntry);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<string[]> ReadLines(CancellationToken cancellationToken)
    {
        await using var file = await Open(new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read }, cancellationToken);
        using var reader = new StreamReader(file, Encoding.UTF8);
        return (await reader.ReadToEndAsync(cancellationToken)).Split('\n');
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

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ErasureEntry))]
internal sealed partial class ErasureJson : JsonSerializerContext;
