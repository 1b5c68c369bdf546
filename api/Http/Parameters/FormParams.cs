using System.Text;
using System.Text.Unicode;

namespace PayGate.Api.Http;

/// <summary>
/// Reads <c>application/x-www-form-urlencoded</c> bodies and query strings into one tree, with the nesting that Stripe's SDKs write:
/// <c>a[b][c]</c>, <c>a[0]</c>, <c>a[]</c> and <c>a[][b]</c>, brackets raw or percent-encoded.
/// </summary>
internal static class FormParams
{
    public static Outcome<ParamValue> Read(ReadOnlySpan<byte> form)
    {
        var root = ParamValue.NewGroup(isForm: true);
        var count = 0;
        foreach (var range in form.Split((byte)'&'))
        {
            var pair = form[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            if (++count > ParamLimits.CountMax)
            {
                return new Refusal("parameter_too_long", $"A request takes at most {ParamLimits.CountMax} parameters.");
            }

            if (AddPair(root, pair) is { } refusal)
            {
                return refusal;
            }
        }

        return root;
    }

    private static Refusal? AddPair(ParamValue root, ReadOnlySpan<byte> pair)
    {
        var equals = pair.IndexOf((byte)'=');
        var rawName = equals < 0 ? pair : pair[..equals];
        var rawValue = equals < 0 ? [] : pair[(equals + 1)..];
        if (!TryDecode(rawName, out var name))
        {
            return new Refusal("parameter_invalid_string", "A parameter's name is not percent-encoded UTF-8, or holds a NUL character.");
        }

        if (name.Length > ParamLimits.NameLengthMax)
        {
            return new Refusal(
                "parameter_too_long", $"A parameter's name has at most {ParamLimits.NameLengthMax} characters.", ParamNames.ForEcho(name));
        }

        var path = new List<string>(4);
        if (!FormName.TryParse(name, path))
        {
            return new Refusal("parameter_unknown", "A parameter's name is malformed, or nested too deeply.", ParamNames.ForEcho(name));
        }

        return TryDecode(rawValue, out var value)
            ? Insert(root, path, name, ParamValue.FormText(value))
            : new Refusal(
                "parameter_invalid_string", "The value is not percent-encoded UTF-8, or holds a NUL character.", ParamNames.ForEcho(name));
    }

    private static Refusal? Insert(ParamValue root, List<string> path, string name, ParamValue leaf)
    {
        var node = root;
        for (var index = 0; index < path.Count - 1; index++)
        {
            var next = node.Kind is ParamKind.Array
                ? OpenElement(node, path, index + 1)
                : OpenMember(node, path[index], path[index + 1] == FormName.Append);
            if (next is null)
            {
                return GivenTwice(name);
            }

            node = next;
        }

        if (node.Kind is ParamKind.Array)
        {
            node.Add(leaf);
            return null;
        }

        return node.TryAdd(path[^1], leaf) ? null : GivenTwice(name);
    }

    private static ParamValue? OpenMember(ParamValue parent, string name, bool asArray)
    {
        if (parent.Members.TryGetValue(name, out var existing))
        {
            return existing.Kind == (asArray ? ParamKind.Array : ParamKind.Group) ? existing : null;
        }

        var child = asArray ? ParamValue.NewArray(isForm: true) : ParamValue.NewGroup(isForm: true);
        parent.TryAdd(name, child);
        return child;
    }

    /// <summary>
    /// <c>a[][b]</c> goes on with the last element until a name comes that it has already; that one starts the next element.
    /// </summary>
    private static ParamValue OpenElement(ParamValue array, List<string> path, int rest)
    {
        if (array.Items is [.., { Kind: ParamKind.Group } last] && !Has(last, path, rest))
        {
            return last;
        }

        var element = ParamValue.NewGroup(isForm: true);
        array.Add(element);
        return element;
    }

    private static bool Has(ParamValue node, List<string> path, int index)
    {
        for (; index < path.Count; index++)
        {
            if (path[index] == FormName.Append)
            {
                return node.Kind is not ParamKind.Array;
            }

            if (!node.Members.TryGetValue(path[index], out var member))
            {
                return !node.IsContainer;
            }

            node = member;
        }

        return true;
    }

    private static Refusal GivenTwice(string name) =>
        new(
            "parameter_invalid_type", "The parameter is given more than once, or both as a value and as a group.",
            ParamNames.ForEcho(name));

    private static bool TryDecode(ReadOnlySpan<byte> raw, out string text)
    {
        text = "";
        var buffer = raw.Length <= 256 ? stackalloc byte[raw.Length] : new byte[raw.Length];
        var length = 0;
        for (var index = 0; index < raw.Length; index++)
        {
            var octet = raw[index] == (byte)'+' ? (byte)' ' : raw[index];
            if (octet == (byte)'%')
            {
                if (index + 2 >= raw.Length || !char.IsAsciiHexDigit((char)raw[index + 1]) || !char.IsAsciiHexDigit((char)raw[index + 2]))
                {
                    return false;
                }

                octet = (byte)((HexValue(raw[index + 1]) << 4) | HexValue(raw[index + 2]));
                index += 2;
            }

            buffer[length++] = octet;
        }

        var decoded = buffer[..length];
        if (decoded.Contains((byte)0) || !Utf8.IsValid(decoded))
        {
            return false;
        }

        text = Encoding.UTF8.GetString(decoded);
        decoded.Clear();
        return true;
    }

    private static int HexValue(byte digit) => char.IsAsciiDigit((char)digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
