namespace PayGate.Api.Http;

/// <summary>
/// One element of an array parameter; its getters work as those of <see cref="ParamBinder"/>, for a member that is required.
/// </summary>
public readonly record struct ParamItem
{
    private readonly ParamBinder _elements;
    private readonly string _index;

    internal ParamItem(ParamBinder elements, string index)
    {
        _elements = elements;
        _index = index;
    }

    /// <summary>For example <c>payment_method_types[0]</c>.</summary>
    public string FullName => _elements.FullName(_index);

    public string AsString(int maxLength) => _elements.RequiredString(_index, maxLength);

    public string AsEnum(params ReadOnlySpan<string> words) => _elements.RequiredEnum(_index, words);

    public long AsInteger(long minimum = 0, long maximum = long.MaxValue) => _elements.RequiredInteger(_index, minimum, maximum);

    public ParamBinder? AsObject() => _elements.RequiredObject(_index);

    public void Refuse(string code, string message) => _elements.Refuse(_index, code, message);

    public override string ToString() => FullName;
}
