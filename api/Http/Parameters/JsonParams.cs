using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PayGate.Api.Http;

/// <summary>
/// Reads a JSON body strictly (RFC 8259): one object, no comment, no trailing text, no repeated member, no lone surrogate, bounded depth
/// and count. Numbers keep their raw text.
/// </summary>
internal ref struct JsonParams
{
    private Utf8JsonReader _reader;
    private readonly List<string> _path = [];
    private int _count;

    private JsonParams(ReadOnlySpan<byte> body) =>
        // One level more than is allowed, so that the refusal for depth is ours and not a parser's message.
        _reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = ParamLimits.JsonDepthMax + 1 });

    public static Outcome<ParamValue> Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return new JsonParams(body).ReadRoot();
        }
        catch (JsonException malformed)
        {
            return Malformed($"The body is not valid JSON (line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}).");
        }
        catch (InvalidOperationException)
        {
            // The reader's answer to a string that is not UTF-8, or to an escaped surrogate without its other half.
            return Malformed("The body holds bytes or a \\u escape that are no Unicode character.");
        }
    }

    private static Refusal Malformed(string message) => new("json_invalid", message);

    private Outcome<ParamValue> ReadRoot()
    {
        _reader.Read();
        if (_reader.TokenType is not JsonTokenType.StartObject)
        {
            return Malformed("The body must be one JSON object.");
        }

        var root = ParamValue.NewGroup(isForm: false);
        if (FillObject(root, 1) is { } refusal)
        {
            return refusal;
        }

        // Only white space may follow; anything else makes the reader throw.
        _reader.Read();
        return root;
    }

    private Refusal? FillObject(ParamValue target, int depth)
    {
        while (_reader.Read() && _reader.TokenType is not JsonTokenType.EndObject)
        {
            var name = _reader.GetString()!;
            _path.Add(name);
            if (RefuseName(name) is { } badName)
            {
                return badName;
            }

            _reader.Read();
            if (ReadValue(depth, out var value) is { } refusal)
            {
                return refusal;
            }

            if (!target.TryAdd(name, value))
            {
                return new Refusal("json_duplicate_member", "The JSON body has a member twice.", Here());
            }

            _path.RemoveAt(_path.Count - 1);
        }

        return null;
    }

    private Refusal? FillArray(ParamValue target, int depth)
    {
        while (_reader.Read() && _reader.TokenType is not JsonTokenType.EndArray)
        {
            _path.Add(target.Items.Count.ToString(CultureInfo.InvariantCulture));
            if (ReadValue(depth, out var value) is { } refusal)
            {
                return refusal;
            }

            target.Add(value);
            _path.RemoveAt(_path.Count - 1);
        }

        return null;
    }

    private Refusal? ReadValue(int depth, out ParamValue value)
    {
        value = ParamValue.Null;
        if (++_count > ParamLimits.CountMax)
        {
            return new Refusal("parameter_too_long", $"A request takes at most {ParamLimits.CountMax} values.");
        }

        switch (_reader.TokenType)
        {
            case JsonTokenType.String:
                value = ParamValue.JsonString(_reader.GetString()!);
                return value.Text.Contains('\0', StringComparison.Ordinal)
                    ? new Refusal("parameter_invalid_string", "The value holds a NUL character.", Here())
                    : null;
            case JsonTokenType.Number:
                value = ParamValue.JsonNumber(Encoding.ASCII.GetString(_reader.ValueSpan));
                return null;
            case JsonTokenType.True or JsonTokenType.False:
                value = _reader.TokenType is JsonTokenType.True ? ParamValue.True : ParamValue.False;
                return null;
            case JsonTokenType.Null:
                return null;
            case var container:
                value = container is JsonTokenType.StartArray ? ParamValue.NewArray(isForm: false) : ParamValue.NewGroup(isForm: false);
                return depth == ParamLimits.JsonDepthMax
                    ? new Refusal("json_too_deep", $"The JSON body is nested more than {ParamLimits.JsonDepthMax} levels deep.")
                    : container is JsonTokenType.StartArray ? FillArray(value, depth + 1) : FillObject(value, depth + 1);
        }
    }

    private readonly Refusal? RefuseName(string name) => name switch
    {
        "" => new Refusal("parameter_unknown", "A parameter has an empty name.", Here()),
        { Length: > ParamLimits.NameLengthMax } => new Refusal(
            "parameter_too_long", $"A parameter's name has at most {ParamLimits.NameLengthMax} characters.", Here()),
        _ when name.Contains('\0', StringComparison.Ordinal) =>
            new Refusal("parameter_invalid_string", "A parameter's name holds a NUL character.", Here()),
        _ => null,
    };

    private readonly string Here() => ParamNames.ForEcho(ParamNames.Join(_path));
}
