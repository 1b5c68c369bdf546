using System.Collections.Frozen;

namespace PayGate.Wire.V1;

/// <summary>The paths that a request asked to expand, as seen from one object: <c>latest_charge.balance_transaction</c> becomes, below it, <c>balance_transaction</c>.</summary>
public readonly record struct Expansion(IReadOnlyCollection<string> Paths)
{
    public static readonly Expansion None = new([]);

    private readonly IReadOnlyDictionary<string, object>? _related;

    /// <summary>Objects that are not made of what is shown, by id: they were read before, because rendering reads nothing.</summary>
    public IReadOnlyDictionary<string, object> Related
    {
        get => _related ?? FrozenDictionary<string, object>.Empty;
        init => _related = value;
    }

    public bool Contains(string member) =>
        Paths.Any(path => path.StartsWith(member, StringComparison.Ordinal) && (path.Length == member.Length || path[member.Length] == '.'));

    /// <summary>Whether a member of this name is asked for at any depth.</summary>
    public bool Mentions(string member) => Paths.Any(path => path.Split('.').Contains(member, StringComparer.Ordinal));

    public Expansion Below(string member) =>
        this with
        {
            Paths = Paths.Where(path => path.Length > member.Length + 1 && path[member.Length] == '.' && path.StartsWith(member, StringComparison.Ordinal))
                .Select(path => path[(member.Length + 1)..]).ToArray(),
        };

    /// <summary>A related object where it was asked for and is known, else its id.</summary>
    public Expandable Show(string member, string? id) =>
        id is not null && Contains(member) && Related.TryGetValue(id, out var known) ? new Expandable(id, known) : id;
}
