using System.Text.Json;
using System.Text.Json.Serialization;

namespace PayGate.Silo.Keys;

/// <summary>
/// The root key as a file: JSON with the key's id and its 32 bytes in base64, readable by its owner only. A group may read it, because Kubernetes mounts
/// secrets that way; nobody else may.
/// </summary>
public sealed class RootKeyFile(string path)
{
    private const UnixFileMode ForbiddenModes =
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute | UnixFileMode.GroupWrite;

    public string Path { get; } = path;

    public bool Exists => File.Exists(Path);

    /// <exception cref="RootKeyException">The file is open to others, or does not hold a key of the right length.</exception>
    public RootKey Read()
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(Path) & ForbiddenModes) != 0)
        {
            throw new RootKeyException($"The root key file {Path} can be read or changed by others than its owner: run chmod 600 on it, and restore or rotate it if it was exposed.");
        }

        return Parse(File.ReadAllBytes(Path));
    }

    /// <summary>Writes a new key; an existing file is never replaced. The key is on disk, not only in a cache, when this returns.</summary>
    public RootKey Generate()
    {
        var key = RootKey.Generate();
        var document = new RootKeyDocument { KeyId = key.KeyId, Key = key.ToBase64() };
        PrivateFile.Create(Path, JsonSerializer.SerializeToUtf8Bytes(document, RootKeyJson.Default.RootKeyDocument));
        return key;
    }

    private RootKey Parse(byte[] text)
    {
        byte[] key;
        RootKeyDocument? document;
        try
        {
            document = JsonSerializer.Deserialize(text, RootKeyJson.Default.RootKeyDocument);
            key = Convert.FromBase64String(document?.Key ?? "");
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            throw new RootKeyException($"The root key file {Path} is not readable as a root key: restore it from its backup.", exception);
        }

        return key.Length == RootKey.Length
            ? new RootKey(document!.KeyId, key)
            : throw new RootKeyException($"The root key file {Path} holds {key.Length} bytes instead of {RootKey.Length}: restore it from its backup.");
    }
}

internal sealed record RootKeyDocument
{
    public required string KeyId { get; init; }

    public required string Key { get; init; }

    public override string ToString() => "RootKeyDocument(***)";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(RootKeyDocument))]
internal sealed partial class RootKeyJson : JsonSerializerContext;
