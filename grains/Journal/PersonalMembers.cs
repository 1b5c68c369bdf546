using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PayGate.Grains.Journal;

/// <summary>
/// The members of facts that may hold personal data. Facts are hashed and for ever, so these are taken out of a fact before it is hashed and stand beside it
/// (<see cref="FactMembersRow"/>), where they can be erased; whoever reads the fact gets them back while they are there.
/// </summary>
public static class PersonalMembers
{
    private const string Metadata = "metadata";
    private const string Fingerprint = "fingerprint";
    private const string Method = "\"method\":{\"id\":\"";

    /// <summary>By name, wherever they stand in objects. What stands in arrays are lines of goods, which say nothing of a person.</summary>
    private static readonly string[] Names =
        ["billing_name", "client_reference_id", "customer_email", "description", "evidence", Fingerprint, Metadata, "receipt_email"];

    /// <summary>Facts with words of a person that cannot be missing: an empty text stays in their place.</summary>
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["refund_request.created"] = "reason",
        ["refund_request.rejected"] = "reason",
    };

    /// <summary>Most facts hold none of them, and are not parsed. Empty metadata stay where they are.</summary>
    private static readonly SearchValues<string> Marks = MarksOf(Names);

    /// <summary>The fingerprint of a named test card is everybody's.</summary>
    private static readonly SearchValues<string> MarksBesideTestMethods = MarksOf(Names.Where(name => name != Fingerprint));

    private static readonly JsonSerializerOptions Text = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The fact without its personal members, and those; null where it has none.</summary>
    public static (string Data, string? Personal) Split(string type, string data)
    {
        var word = Words.GetValueOrDefault(type);
        if (word is null && !data.AsSpan().ContainsAny(NamesTestMethod(data) ? MarksBesideTestMethods : Marks))
        {
            return (data, null);
        }

        var fact = JsonNode.Parse(data)!.AsObject();
        var personal = Taken(fact);
        if (word is not null)
        {
            personal[word] = fact[word]!.DeepClone();
            fact[word] = "";
        }

        return personal.Count == 0 ? (data, null) : (fact.ToJsonString(Text), personal.ToJsonString(Text));
    }

    /// <summary>The whole fact again.</summary>
    public static string Join(string data, string personal)
    {
        var fact = JsonNode.Parse(data)!.AsObject();
        Put(JsonNode.Parse(personal)!.AsObject(), fact);
        return fact.ToJsonString(Text);
    }

    private static SearchValues<string> MarksOf(IEnumerable<string> names) => SearchValues.Create(
        [.. names.Select(name => name == Metadata ? $"\"{name}\":{{\"" : $"\"{name}\":")], StringComparison.Ordinal);

    private static bool NamesTestMethod(string data)
    {
        if (data.IndexOf(Method, StringComparison.Ordinal) is not (>= 0 and var at))
        {
            return false;
        }

        var id = data[(at + Method.Length)..data.IndexOf('"', at + Method.Length)];
        return !ObjectId.IsWellFormed("pm", id) && !ObjectId.IsWellFormed("tok", id);
    }

    private static JsonObject Taken(JsonObject from)
    {
        var taken = new JsonObject();
        foreach (var (name, value) in from.ToArray())
        {
            if (Names.Contains(name, StringComparer.Ordinal) && value is not JsonObject { Count: 0 })
            {
                from.Remove(name);
                taken[name] = value;
            }
            else if (value is JsonObject inner && Taken(inner) is { Count: > 0 } within)
            {
                taken[name] = within;
            }
        }

        return taken;
    }

    private static void Put(JsonObject personal, JsonObject into)
    {
        foreach (var (name, value) in personal)
        {
            if (value is JsonObject inner && !Names.Contains(name, StringComparer.Ordinal) && into[name] is JsonObject target)
            {
                Put(inner, target);
            }
            else
            {
                into[name] = value?.DeepClone();
            }
        }
    }
}

/// <summary>Personal members of a fact; <see cref="IndexRow.Id"/> is the stream.</summary>
public sealed record FactMembersRow : IndexRow
{
    public required long Seq { get; init; }

    /// <summary>JSON text.</summary>
    public required string Data { get; init; }
}
