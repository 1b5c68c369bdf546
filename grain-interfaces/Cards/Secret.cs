using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PayGate.Cards;

/// <summary>
/// A value that must not be shown: text, debugger and JSON see only a mask or an exception, and no serializer of grain calls knows it. The value leaves
/// only through <see cref="Reveal"/>, so that every place that uses it can be found by that name.
/// </summary>
[DebuggerDisplay(Secret.Mask)]
[DebuggerTypeProxy(typeof(SecretDebugView))]
[JsonConverter(typeof(SecretJsonConverterFactory))]
public sealed class Secret<T>(T value)
    where T : notnull
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly T _value = value;

    public T Reveal() => _value;

    public override string ToString() => Secret.Mask;
}

/// <summary>Makes secrets without naming their type.</summary>
public static class Secret
{
    internal const string Mask = "***";

    public static Secret<T> Of<T>(T value)
        where T : notnull => new(value);
}

internal sealed class SecretDebugView
{
    public SecretDebugView(object secret) => Value = secret.ToString() ?? Secret.Mask;

    public string Value { get; }
}

/// <summary>Refuses both directions: a secret in JSON, masked or not, is a mistake in the type that holds it.</summary>
internal sealed class SecretJsonConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Secret<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(SecretJsonConverter<>).MakeGenericType(typeToConvert.GenericTypeArguments))!;
}

internal sealed class SecretJsonConverter<T> : JsonConverter<Secret<T>>
    where T : notnull
{
    private const string Reason = "A secret is neither written to JSON nor read from it.";

    public override Secret<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException(Reason);

    public override void Write(Utf8JsonWriter writer, Secret<T> value, JsonSerializerOptions options) => throw new NotSupportedException(Reason);
}
