using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>The name of a grain class: its type name in lower case without the suffix "grain".</summary>
[GenerateSerializer, Immutable]
public readonly record struct GrainType
{
    private readonly string? _name;

    private GrainType(string name) => _name = name;

    public bool IsDefault => _name is null;

    public static GrainType Create(string value) => new(value);

    public override string ToString() => _name ?? "";
}

/// <summary>A grain's key within its type.</summary>
[GenerateSerializer, Immutable]
public readonly record struct IdSpan
{
    private readonly string? _text;

    private IdSpan(string text) => _text = text;

    public bool IsDefault => _text is null;

    public static IdSpan Create(string id) => new(id);

    public override string ToString() => _text ?? "";
}

/// <summary>The identity of a grain: class and key, written <c>type/key</c>.</summary>
[GenerateSerializer, Immutable]
public readonly record struct GrainId
{
    public GrainId(GrainType type, IdSpan key)
    {
        Type = type;
        Key = key;
    }

    public GrainType Type { get; }

    public IdSpan Key { get; }

    public bool IsDefault => Type.IsDefault && Key.IsDefault;

    public static GrainId Create(string type, string key) => Create(GrainType.Create(type), key);

    public static GrainId Create(GrainType type, string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return new GrainId(type, IdSpan.Create(key));
    }

    public static GrainId Parse(string value) =>
        TryParse(value, out var result) ? result : throw new ArgumentException($"Unable to parse \"{value}\" as a grain id.", nameof(value));

    public static bool TryParse([NotNullWhen(true)] string? value, out GrainId result)
    {
        result = default;
        if (value?.IndexOf('/', StringComparison.Ordinal) is not (>= 0 and var slash))
        {
            return false;
        }

        result = new GrainId(GrainType.Create(value[..slash]), IdSpan.Create(value[(slash + 1)..]));
        return true;
    }

    /// <summary>Equal for equal ids in every process (FNV-1a over the UTF-16 text), so that a reminder table can be read by ranges.</summary>
    public uint GetUniformHashCode()
    {
        var hash = 2166136261u;
        foreach (var character in ToString())
        {
            hash = (hash ^ character) * 16777619u;
        }

        return hash;
    }

    public override string ToString() => $"{Type}/{Key}";
}
