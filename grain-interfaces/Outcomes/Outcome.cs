using System.Diagnostics.CodeAnalysis;

namespace PayGate;

/// <summary>An expected refusal: a code of the error catalogue, a sentence for the developer, and the request member it concerns.</summary>
[GenerateSerializer, Alias("paygate.refusal")]
public sealed record Refusal
{
    public Refusal()
    {
    }

    [SetsRequiredMembers]
    public Refusal(string code, string message, string? param = null)
    {
        Code = code;
        Message = message;
        Param = param;
    }

    /// <summary>A code that the error catalogue maps to status and type, for example <c>resource_missing</c>.</summary>
    [Id(0)]
    public required string Code { get; init; }

    [Id(1)]
    public required string Message { get; init; }

    /// <summary>The request member at fault, in form notation (<c>card[number]</c>), or null.</summary>
    [Id(2)]
    public string? Param { get; init; }
}

/// <summary>Success with a value, or a <see cref="Refusal"/>. Faults and bugs are exceptions, never outcomes.</summary>
[GenerateSerializer, Alias("paygate.outcome`1")]
public readonly record struct Outcome<T>
{
    private Outcome(T? value, Refusal? refusal)
    {
        Value = value;
        Refusal = refusal;
    }

    /// <summary>Set exactly when <see cref="Refusal"/> is null.</summary>
    [Id(0)]
    public T? Value { get; init; }

    [Id(1)]
    public Refusal? Refusal { get; init; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsSuccess => Refusal is null;

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);
}
