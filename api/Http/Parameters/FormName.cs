namespace PayGate.Api.Http;

/// <summary>Takes a form name apart: <c>a[b][]</c> gives <c>a</c>, <c>b</c> and <see cref="Append"/>.</summary>
internal static class FormName
{
    /// <summary>The segment <c>[]</c>: one more element.</summary>
    public const string Append = "";

    /// <summary>
    /// False for unbalanced brackets, an empty first name, text between brackets, <c>[][]</c> and more than the allowed levels.
    /// </summary>
    public static bool TryParse(string name, List<string> path)
    {
        var open = name.IndexOf('[', StringComparison.Ordinal);
        var head = open < 0 ? name : name[..open];
        if (head.Length == 0 || head.Contains(']', StringComparison.Ordinal))
        {
            return false;
        }

        path.Add(head);
        while (open >= 0 && open < name.Length)
        {
            var close = name.IndexOf(']', open);
            if (name[open] != '[' || close < 0 || path.Count > ParamLimits.FormBracketsMax)
            {
                return false;
            }

            var segment = name[(open + 1)..close];
            if (segment.Contains('[', StringComparison.Ordinal) || (segment == Append && path[^1] == Append))
            {
                return false;
            }

            path.Add(segment);
            open = close + 1;
        }

        return true;
    }
}
