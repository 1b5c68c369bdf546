using System.Text.Json.Serialization;

namespace PayGate.Silo.Keys;

/// <summary>What transit is asked; members that are null are left out.</summary>
internal sealed record TransitRequest
{
    /// <summary>Base64.</summary>
    public string? Plaintext { get; init; }

    public string? Ciphertext { get; init; }

    /// <summary>Base64.</summary>
    public required string AssociatedData { get; init; }

    public override string ToString() => "TransitRequest(***)";
}

/// <summary>What Vault answers: <c>data</c> when it did as asked, else <c>errors</c>.</summary>
internal sealed record TransitAnswer
{
    public TransitData? Data { get; init; }

    public string[]? Errors { get; init; }

    public override string ToString() => "TransitAnswer(***)";
}

internal sealed record TransitData
{
    public string? Plaintext { get; init; }

    public string? Ciphertext { get; init; }

    public override string ToString() => "TransitData(***)";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TransitRequest))]
[JsonSerializable(typeof(TransitAnswer))]
internal sealed partial class TransitJson : JsonSerializerContext;
