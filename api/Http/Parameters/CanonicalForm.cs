using System.Globalization;
using System.Text;

namespace PayGate.Api.Http;

/// <summary>
/// Writes a request as lines that do not depend on order or encoding: one per scalar, its path and its text, sorted by path. Lines are
/// separated by NUL characters, which no name and no value can hold, so different requests never give the same bytes.
/// </summary>
internal static class CanonicalForm
{
    private const char Separator = '\0';

    public static byte[] Write(RequestParams request)
    {
        var lines = new List<(string Path, string Text)>();
        Flatten(request.Root, "", lines);
        lines.Sort(static (left, right) => string.CompareOrdinal(left.Path, right.Path));
        var text = new StringBuilder().Append(request.Method).Append(Separator).Append(request.Path);
        foreach (var (path, value) in lines)
        {
            // A path starts with one separator; the second one in a row therefore marks where the value starts.
            text.Append(Separator).Append(path).Append(Separator).Append(Separator).Append(value);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Flatten(ParamValue node, string path, List<(string Path, string Text)> lines)
    {
        if (!node.IsContainer)
        {
            lines.Add((path, node.Text));
            return;
        }

        var isEmpty = true;
        foreach (var (name, member) in node.Members)
        {
            Flatten(member, path + Separator + name, lines);
            isEmpty = false;
        }

        for (var index = 0; index < node.Items.Count; index++)
        {
            Flatten(node.Items[index], path + Separator + index.ToString(CultureInfo.InvariantCulture), lines);
            isEmpty = false;
        }

        if (isEmpty && path.Length > 0)
        {
            // An empty group is not an empty text: no member has an empty name, so a path that ends in a separator is only ever this.
            lines.Add((path + Separator, ""));
        }
    }
}
