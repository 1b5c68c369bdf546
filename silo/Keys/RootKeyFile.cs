using System.Text.Json;
using System.Text.Json.Serialization;

namespace PayGate.Silo.Keys;

/// <summary>
/// The root key as a file: JSON with the key's id and its 32 bytes in base64, readable by its owner only. A group may read it, because Kubernetes mounts
/// secrets that way; nobody else may.
/// </summary>
public sealed class RootKeyFile(string path)
{
    public const string DefaultName = "root.key";

    /// <summary>Many times what the document takes; whatever is longer is another file.</summary>
    private const int LengthMax = 4096;

    private const UnixFileMode ForbiddenModes =
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute | UnixFileMode.GroupWrite;

    public string Path { get; } = path;

    /// <summary>True also for what is not a file, so that nothing is generated in its place.</summary>
    public bool Exists => System.IO.Path.Exists(Path);

    /// <exception cref="RootKeyException">It cannot be read, is open to others, or does not hold a key of the right length.</exception>
    public RootKey Read()
    {
        if (Directory.Exists(Path))
        {
            throw new RootKeyException($"The root key file {Path} is a directory: name the file in it, or put the file in its place.");
        }

        try
        {
            return Parse(ReadPrivate());
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new RootKeyException($"The root key file {Path} cannot be read by {Environment.UserName}: make that user its owner, with mode 600.", exception);
        }
    }

    /// <summary>Writes a new key; an existing file is never replaced. The key is on disk, not only in a cache, when this returns.</summary>
    public RootKey Generate()
    {
        var key = RootKey.Generate();
        Write(key);
        return key;
    }

    /// <summary>Writes this key as <see cref="Generate"/> does.</summary>
    /// <exception cref="IOException">Something is in its place.</exception>
    public void Write(RootKey key)
    {
        var document = new RootKeyDocument { KeyId = key.KeyId, Key = key.ToBase64() };
        PrivateFile.Create(Path, JsonSerializer.SerializeToUtf8Bytes(document, RootKeyJson.Default.RootKeyDocument));
    }

    /// <summary>The mode is asked of the opened file, so that what is checked is what is read.</summary>
    private byte[] ReadPrivate()
    {
        using var file = File.OpenHandle(Path);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & ForbiddenModes) != 0)
        {
            throw new RootKeyException($"The root key file {Path} can be read or changed by others than its owner: run chmod 600 on it, and restore or rotate it if it was exposed.");
        }

        var text = new byte[LengthMax + 1];
        var length = RandomAccess.Read(file, text, 0);
        return length <= LengthMax ? text[..length] : throw NotAKey(null);
    }

    private RootKey Parse(byte[] text)
    {
        if (text.Length == 0)
        {
            throw new RootKeyException($"The root key file {Path} is empty: restore it from its backup.");
        }

        byte[] key;
        RootKeyDocument? document;
        try
        {
            document = JsonSerializer.Deserialize(text, RootKeyJson.Default.RootKeyDocument);
            key = Convert.FromBase64String(document?.Key ?? "");
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            throw NotAKey(exception);
        }

        return key.Length == RootKey.Length
            ? new RootKey(document!.KeyId, key)
            : throw new RootKeyException($"The root key file {Path} holds {key.Length} bytes instead of {RootKey.Length}: restore it from its backup.");
    }

    /// <summary>Without the parser's words: they may quote the file.</summary>
    private RootKeyException NotAKey(Exception? inner) =>
        new($"The root key file {Path} is not readable as a root key: restore it from its backup.", inner);
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
