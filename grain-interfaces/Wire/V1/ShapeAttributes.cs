namespace PayGate.Wire.V1;

/// <summary>All words that a member can have.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WordsAttribute(params string[] words) : Attribute
{
    /// <summary>The members of an enum, as the wire spells them.</summary>
    public WordsAttribute(Type words)
        : this([.. Enum.GetNames(words).Select(System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName)])
    {
    }

    public IReadOnlyList<string> Words { get; } = words;
}

/// <summary>
/// The resources that a member can hold, for members whose type does not say it, or that stand behind an interface. Without it an <c>object</c> is always null.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Interface)]
public sealed class ShapesAttribute(params Type[] shapes) : Attribute
{
    public IReadOnlyList<Type> Shapes { get; } = shapes;
}
