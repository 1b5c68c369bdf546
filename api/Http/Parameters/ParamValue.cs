namespace PayGate.Api.Http;

/// <summary>What a request's parameter was on the wire. Text of a form or query has no type of its own; JSON values have.</summary>
public enum ParamKind
{
    /// <summary>A value of a form or query: the reader decides whether it is text, a number or a boolean.</summary>
    FormText,
    JsonString,

    /// <summary>Kept as its raw text: no number type stands between the client's digits and the check.</summary>
    JsonNumber,
    JsonBoolean,
    JsonNull,
    Array,
    Group,
}

/// <summary>
/// One node of a request's parameters, the same tree for forms, queries and JSON. A form's <c>a[0]=x</c> stays a group with the member
/// <c>0</c>, because <c>metadata[0]=x</c> looks the same; only a reader that expects an array takes it for one. May hold a card number, so
/// its text is never printed.
/// </summary>
public sealed class ParamValue
{
    private readonly List<ParamValue>? _items;
    private readonly OrderedDictionary<string, ParamValue>? _members;

    private ParamValue(ParamKind kind, bool isForm, string text = "")
    {
        Kind = kind;
        IsForm = isForm;
        Text = text;
        _items = kind is ParamKind.Array ? [] : null;
        _members = kind is ParamKind.Group ? new OrderedDictionary<string, ParamValue>(StringComparer.Ordinal) : null;
    }

    public ParamKind Kind { get; }

    /// <summary>From a form or query; otherwise from JSON.</summary>
    public bool IsForm { get; }

    /// <summary>The text of a scalar: decoded string, raw number, <c>true</c>, <c>false</c>; empty for null and for containers.</summary>
    public string Text { get; }

    /// <summary>The elements of an array; empty for all else.</summary>
    public IReadOnlyList<ParamValue> Items => _items ?? (IReadOnlyList<ParamValue>)[];

    /// <summary>The members of a group in the order sent; empty for all else.</summary>
    public IReadOnlyDictionary<string, ParamValue> Members => _members ?? EmptyMembers;

    /// <summary>An empty string or null, which both ask to unset the parameter (wire.md, Requests).</summary>
    public bool IsUnset => Kind is ParamKind.JsonNull || (Kind is ParamKind.FormText or ParamKind.JsonString && Text.Length == 0);

    public bool IsContainer => Kind is ParamKind.Array or ParamKind.Group;

    private static OrderedDictionary<string, ParamValue> EmptyMembers { get; } = new(StringComparer.Ordinal);

    public override string ToString() => $"ParamValue({Kind}, ***)";

    internal static ParamValue Null { get; } = new(ParamKind.JsonNull, false);

    internal static ParamValue True { get; } = new(ParamKind.JsonBoolean, false, "true");

    internal static ParamValue False { get; } = new(ParamKind.JsonBoolean, false, "false");

    internal static ParamValue FormText(string text) => new(ParamKind.FormText, true, text);

    internal static ParamValue JsonString(string text) => new(ParamKind.JsonString, false, text);

    internal static ParamValue JsonNumber(string rawText) => new(ParamKind.JsonNumber, false, rawText);

    internal static ParamValue NewArray(bool isForm) => new(ParamKind.Array, isForm);

    internal static ParamValue NewGroup(bool isForm) => new(ParamKind.Group, isForm);

    internal void Add(ParamValue item) => (_items ?? throw new InvalidOperationException("Only an array takes elements.")).Add(item);

    /// <summary>False when the member exists already.</summary>
    internal bool TryAdd(string name, ParamValue value) =>
        (_members ?? throw new InvalidOperationException("Only a group takes members.")).TryAdd(name, value);
}
