using System.Text;

namespace PayGate.Api.Http;

/// <summary>Parameter names in form notation (<c>card[number]</c>), as errors show them.</summary>
internal static class ParamNames
{
    private const int EchoLengthMax = 200;

    public static string Join(string? parent, string name) => parent is null ? name : $"{parent}[{name}]";

    public static string Join(IReadOnlyList<string> path)
    {
        var name = new StringBuilder(path[0]);
        foreach (var segment in path.Skip(1))
        {
            name.Append('[').Append(segment).Append(']');
        }

        return name.ToString();
    }

    /// <summary>
    /// A client can put anything into a name, a card number or a key too; what an error echoes is cut to a sane length and loses both.
    /// </summary>
    public static string ForEcho(string name)
    {
        if (CardNumberScan.Contains(name) || SecretKeyScan.Contains(name))
        {
            return "***";
        }

        var cut = name.Length > EchoLengthMax ? string.Concat(name.AsSpan(0, EchoLengthMax), "…") : name;
        return cut.Any(char.IsControl) ? string.Concat(cut.Select(c => char.IsControl(c) ? '?' : c)) : cut;
    }
}
