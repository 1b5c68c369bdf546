namespace PayGate.Wire.V1;

/// <summary>The paths that a request asked to expand, as seen from one object: <c>latest_charge.balance_transaction</c> becomes, below it, <c>balance_transaction</c>.</summary>
public readonly record struct Expansion(IReadOnlyCollection<string> Paths)
{
    public static readonly Expansion None = new([]);

    public bool Contains(string member) =>
        Paths.Any(path => path.StartsWith(member, StringComparison.Ordinal) && (path.Length == member.Length || path[member.Length] == '.'));

    public Expansion Below(string member) =>
        new(Paths.Where(path => path.Length > member.Length + 1 && path[member.Length] == '.' && path.StartsWith(member, StringComparison.Ordinal))
            .Select(path => path[(member.Length + 1)..]).ToArray());
}
