using System.Text.Json;
using System.Text.Json.Serialization;

namespace PayGate.Grains.Keys;

/// <summary>Enum members as the audit contract spells them (<c>decrypt_only</c>), never as numbers.</summary>
internal sealed class SnakeCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
