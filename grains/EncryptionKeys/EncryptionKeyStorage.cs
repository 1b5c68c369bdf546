using System.Text.Json;
using System.Text.Json.Serialization;
using PayGate.Grains.Keys;

namespace PayGate.Grains.EncryptionKeys;

/// <summary>The stored form of a key: versioned JSON. Members may be added; anything else needs a new version with a reader for the old one.</summary>
public static class EncryptionKeyStorage
{
    private const int CurrentVersion = 1;

    public static byte[] Write(EncryptionKeyState state) =>
        JsonSerializer.SerializeToUtf8Bytes(new StoredEncryptionKey { V = CurrentVersion, Key = state }, EncryptionKeyJson.Default.StoredEncryptionKey);

    public static EncryptionKeyState Read(ReadOnlySpan<byte> json)
    {
        var stored = JsonSerializer.Deserialize(json, EncryptionKeyJson.Default.StoredEncryptionKey);
        return stored is { V: CurrentVersion, Key: { } key }
            ? key
            : throw new JsonException($"A stored key has version {stored?.V}; this build reads {CurrentVersion}.");
    }

    public static (string Type, string Data) WriteFact(EncryptionKeyEvent fact) => fact switch
    {
        KeyVersionCreated created => ("encryption_key.version_created", JsonSerializer.Serialize(created, EncryptionKeyJson.Default.KeyVersionCreated)),
        EncryptionsReserved reserved => ("encryption_key.encryptions_reserved", JsonSerializer.Serialize(reserved, EncryptionKeyJson.Default.EncryptionsReserved)),
        _ => throw new InvalidOperationException($"The fact {fact.GetType().Name} has no stored name."),
    };
}

internal sealed record StoredEncryptionKey
{
    public required int V { get; init; }

    public required EncryptionKeyState Key { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    Converters = [typeof(SnakeCaseEnumConverter<KeyVersionState>)])]
[JsonSerializable(typeof(StoredEncryptionKey))]
[JsonSerializable(typeof(KeyVersionCreated))]
[JsonSerializable(typeof(EncryptionsReserved))]
internal sealed partial class EncryptionKeyJson : JsonSerializerContext;
