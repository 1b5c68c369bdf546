using System.Text.Json;
using System.Text.Json.Serialization;
using PayGate.Grains.Keys;
using PayGate.Storage;

namespace PayGate.Grains.EncryptionKeys;

/// <summary>The stored form of a key: versioned JSON. Members may be added; anything else needs a new version with a reader for the old one.</summary>
public static class EncryptionKeyStorage
{
    private static readonly StoredForm<EncryptionKeyState> Form = new("a key", "key", EncryptionKeyJson.Default.EncryptionKeyState);

    public static byte[] Write(EncryptionKeyState state) => Form.Write(state);

    public static EncryptionKeyState Read(ReadOnlySpan<byte> json) => Form.Read(json);

    public static (string Type, string Data) WriteFact(EncryptionKeyEvent fact) => fact switch
    {
        KeyVersionCreated created => ("encryption_key.version_created", JsonSerializer.Serialize(created, EncryptionKeyJson.Default.KeyVersionCreated)),
        KeyVersionDestroyed destroyed => ("encryption_key.version_destroyed", JsonSerializer.Serialize(destroyed, EncryptionKeyJson.Default.KeyVersionDestroyed)),
        KeysRewrapped rewrapped => ("encryption_key.rewrapped", JsonSerializer.Serialize(rewrapped, EncryptionKeyJson.Default.KeysRewrapped)),
        KeysErased erased => ("encryption_key.erased", JsonSerializer.Serialize(erased, EncryptionKeyJson.Default.KeysErased)),
        EncryptionsReserved reserved => ("encryption_key.encryptions_reserved", JsonSerializer.Serialize(reserved, EncryptionKeyJson.Default.EncryptionsReserved)),
        _ => throw new InvalidOperationException($"The fact {fact.GetType().Name} has no stored name."),
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    Converters = [typeof(SnakeCaseEnumConverter<KeyVersionState>)])]
[JsonSerializable(typeof(EncryptionKeyState))]
[JsonSerializable(typeof(KeyVersionCreated))]
[JsonSerializable(typeof(KeyVersionDestroyed))]
[JsonSerializable(typeof(KeysRewrapped))]
[JsonSerializable(typeof(KeysErased))]
[JsonSerializable(typeof(EncryptionsReserved))]
internal sealed partial class EncryptionKeyJson : JsonSerializerContext;
