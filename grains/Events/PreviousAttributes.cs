using System.Text.Json;
using PayGate.Wire.V1;

namespace PayGate.Grains.Events;

/// <summary>
/// <c>data.previous_attributes</c>: the old values of what differs between two renderings of a resource. Of groups only the members that differ are named, with
/// null for those that were not there; lists are shown whole.
/// </summary>
internal static class PreviousAttributes
{
    public static IReadOnlyDictionary<string, object?> Between(object before, object after) =>
        Differences(WireJson.ToElement(before), WireJson.ToElement(after));

    private static Dictionary<string, object?> Differences(JsonElement before, JsonElement after)
    {
        var differences = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var name in before.EnumerateObject().Concat(after.EnumerateObject()).Select(member => member.Name).Distinct())
        {
            var (had, has) = (before.TryGetProperty(name, out var old), after.TryGetProperty(name, out var now));
            if (had && has && JsonElement.DeepEquals(old, now))
            {
                continue;
            }

            differences[name] = !had ? null
                : has && (old.ValueKind, now.ValueKind) is (JsonValueKind.Object, JsonValueKind.Object) ? Differences(old, now)
                : old;
        }

        return differences;
    }
}
