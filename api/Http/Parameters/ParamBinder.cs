namespace PayGate.Api.Http;

/// <summary>
/// Reads the members of one group of parameters. Getters never throw and never answer with a problem: a missing or wrong member gives the
/// type's empty value, and the first problem is remembered. After the last getter, <see cref="Refusal"/> says what to refuse, in this
/// order: unknown members in the order sent, then problems in the order the getters were called. An unset member (empty string or JSON
/// null) counts as absent, except for the
/// <c>Patch…</c> getters, <see cref="IsUnset"/> and metadata. Child binders report to their parent.
/// </summary>
public sealed partial class ParamBinder
{
    private readonly ParamValue _source;
    private readonly string? _name;
    private readonly Problems _problems;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly ParamNotes? _notes;
    private List<ParamBinder>? _children;

    internal ParamBinder(ParamValue root, IEnumerable<string> consumed, DateTimeOffset now = default)
        : this(root, null, new Problems(), now, null)
    {
        _read.UnionWith(consumed);
    }

    /// <summary>A binder that notes what it is asked for. Every member is absent, booleans are true, arrays have one element.</summary>
    internal ParamBinder(ParamNotes notes)
        : this(ParamValue.Null, null, new Problems(), default, notes)
    {
    }

    private ParamBinder(ParamValue source, string? name, Problems problems, DateTimeOffset now, ParamNotes? notes)
    {
        _source = source;
        _name = name;
        _problems = problems;
        _notes = notes;
        Now = now;
    }

    /// <summary>When the request arrived, for rules that depend on the date (a card's expiry).</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The names that were sent, in order.</summary>
    public IEnumerable<string> Names => _source.Members.Keys;

    /// <summary>True when the member was sent with a value.</summary>
    public bool Has(string name) =>
        _notes?.Choose(name) ?? (_source.Members.TryGetValue(name, out var value) && !value.IsUnset);

    /// <summary>True when the member was sent as a group of parameters.</summary>
    public bool HasGroup(string name) =>
        _notes?.Choose(name) ?? (_source.Members.TryGetValue(name, out var value) && value.Kind is ParamKind.Group);

    /// <summary>True when the member was sent as an empty string or as JSON null. Asking counts as reading.</summary>
    public bool IsUnset(string name) => Sent(name) is { IsUnset: true };

    /// <summary>The member's name as errors show it, for example <c>card[number]</c>.</summary>
    public string FullName(string name) => ParamNames.Join(_name, name);

    /// <summary>Remembers a problem that only the endpoint can see, in line with those of the getters.</summary>
    public void Refuse(string name, string code, string message) =>
        _problems.Add(new Refusal(code, message, ParamNames.ForEcho(FullName(name))));

    /// <summary>True when a getter found a problem so far; members that nobody has read yet are not judged.</summary>
    public bool HasProblem => _problems.First is not null;

    /// <summary>Remembers a refusal that names its parameter in full.</summary>
    public void RefuseAs(Refusal refusal) => _problems.Add(refusal);

    /// <summary>The problem to answer with, or null when all is well. Ask after all getters.</summary>
    public Refusal? Refusal() => Unknown() ?? _problems.First;

    public override string ToString() => $"ParamBinder({_name}, ***)";

    private Refusal? Unknown()
    {
        foreach (var name in _source.Members.Keys)
        {
            if (!_read.Contains(name))
            {
                return new Refusal("parameter_unknown", "Received an unknown parameter.", ParamNames.ForEcho(FullName(name)));
            }
        }

        return _children?.Select(child => child.Unknown()).FirstOrDefault(refusal => refusal is not null);
    }

    private ParamValue? Sent(string name)
    {
        _read.Add(name);
        return _source.Members.GetValueOrDefault(name);
    }

    /// <summary>The member's value, or null when it is absent or unset; a required one is then missing.</summary>
    private ParamValue? Given(string name, bool isRequired)
    {
        if (Sent(name) is { IsUnset: false } value)
        {
            return value;
        }

        if (isRequired)
        {
            Refuse(name, "parameter_missing", "Missing a required parameter.");
        }

        return null;
    }

    private ParamBinder Child(ParamValue source, string name, ParamNotes? notes = null)
    {
        var child = new ParamBinder(source, FullName(name), _problems, Now, notes);
        (_children ??= []).Add(child);
        return child;
    }

    /// <summary>Shared by a binder and all its children, so that the first problem of the whole request is the one reported.</summary>
    private sealed class Problems
    {
        public Refusal? First { get; private set; }

        public void Add(Refusal refusal) => First ??= refusal;
    }
}
