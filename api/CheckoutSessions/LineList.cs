using System.Collections.Immutable;
using PayGate.Api.Commands;
using PayGate.CheckoutSessions;

namespace PayGate.Api.CheckoutSessions;

/// <summary>Pages of an object's lines. There are never more than a few, so they are paged here.</summary>
internal static class LineList
{
    public static ListResult<LineItemResource> Of(string url, ImmutableArray<SessionLine> all, LineListParams asked)
    {
        var from = asked.StartingAfter is { } after ? all.ToList().FindIndex(line => line.Id == after) + 1 : 0;
        var lines = all.Skip(from).Take(asked.Limit).Select(line => line.ToResource()).ToList();
        return ListResult.Of(url, new Page<LineItemResource>(lines, from + lines.Count < all.Length, null));
    }
}
