namespace Orleans.Runtime;

/// <summary>The name of a grain class: its type name in lower case without the suffix "grain".</summary>
public readonly record struct GrainType
{
    private readonly string? _name;

    private GrainType(string name) => _name = name;

    public static GrainType Create(string value) => new(value);

    public override string ToString() => _name ?? "";
}

/// <summary>A grain's key within its type.</summary>
public readonly record struct IdSpan
{
    private readonly string? _text;

    private IdSpan(string text) => _text = text;

    public static IdSpan Create(string id) => new(id);

    public override string ToString() => _text ?? "";
}

/// <summary>The identity of a grain: class and key, written <c>type/key</c>.</summary>
public readonly record struct GrainId(GrainType Type, IdSpan Key)
{
    public static GrainId Create(GrainType type, string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return new GrainId(type, IdSpan.Create(key));
    }

    public static GrainId Parse(ReadOnlySpan<char> value, IFormatProvider? provider = null)
    {
        var slash = value.IndexOf('/');
        return slash >= 0
            ? new GrainId(GrainType.Create(value[..slash].ToString()), IdSpan.Create(value[(slash + 1)..].ToString()))
            : throw new ArgumentException($"Unable to parse \"{value}\" as a grain id.", nameof(value));
    }

    public override string ToString() => $"{Type}/{Key}";
}
