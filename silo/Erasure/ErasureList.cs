using System.Text.Json;
using System.Text.Json.Serialization;
using PayGate.Grains.Erasure;
using PayGate.Silo.Files;

namespace PayGate.Silo.Erasure;

/// <summary>The list as a file of JSON lines. It holds no personal data; its mode keeps others from adding to it, which would erase.</summary>
public sealed class ErasureList(string path) : IErasureList
{
    public const string DefaultName = "erasures.jsonl";

    private readonly LineFile _file = new(path);

    public string Path => _file.Path;

    public async Task Add(ErasureEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await _file.Add(JsonSerializer.Serialize(entry, ErasureJson.Default.ErasureEntry), cancellationToken);
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
        var lines = await _file.Read(cancellationToken);
        var entries = new List<ErasureEntry>(lines.Count);
        for (var index = 0; index < lines.Count; index++)
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
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ErasureEntry))]
internal sealed partial class ErasureJson : JsonSerializerContext;
