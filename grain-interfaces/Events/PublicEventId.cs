namespace PayGate.Events;

/// <summary>
/// The id of a public event, which names its fact: <c>evt_</c>, a letter for the kind of object, the body of that object's id, and in five base-62 digits the
/// fact's number times eight plus the event's place among those of the fact. So the same fact gives the same ids, whoever renders it.
/// </summary>
public readonly record struct PublicEventId
{
    private const string Prefix = "evt_";
    private const int TailLength = 5;
    private const int EventsPerFactMax = 8;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly Dictionary<char, string> Kinds =
        new() { ['p'] = "pi", ['c'] = "cus", ['m'] = "pm", ['s'] = "seti", ['o'] = "cs", ['r'] = "rr", ['b'] = "sb", ['d'] = "dp", ['y'] = "po" };

    public required string StreamId { get; init; }

    public required long Seq { get; init; }

    /// <summary>0 for the first event of the fact.</summary>
    public required int Place { get; init; }

    /// <summary>Null for anything that is not such an id.</summary>
    public static PublicEventId? Parse(string? text)
    {
        const int length = 4 + 1 + ObjectId.BodyLength + TailLength;
        if (text is not { Length: length } || !text.StartsWith(Prefix, StringComparison.Ordinal) || !Kinds.TryGetValue(text[Prefix.Length], out var kind))
        {
            return null;
        }

        var streamId = $"{kind}_{text.Substring(Prefix.Length + 1, ObjectId.BodyLength)}";
        var number = 0L;
        foreach (var character in text.AsSpan(length - TailLength))
        {
            var digit = Alphabet.IndexOf(character, StringComparison.Ordinal);
            number = digit < 0 ? long.MinValue : (number * 62) + digit;
        }

        return number < 0 || !ObjectId.IsWellFormed(kind, streamId)
            ? null
            : new PublicEventId { StreamId = streamId, Seq = number / EventsPerFactMax, Place = (int)(number % EventsPerFactMax) };
    }

    public override string ToString()
    {
        var stream = StreamId;
        var kind = Kinds.Single(pair => stream.StartsWith(pair.Value + "_", StringComparison.Ordinal)).Key;
        return string.Create(Prefix.Length + 1 + ObjectId.BodyLength + TailLength, (kind, stream, (Seq * EventsPerFactMax) + Place), static (target, parts) =>
        {
            Prefix.CopyTo(target);
            target[Prefix.Length] = parts.kind;
            parts.stream.AsSpan(parts.stream.Length - ObjectId.BodyLength).CopyTo(target[(Prefix.Length + 1)..]);
            var number = parts.Item3;
            for (var index = target.Length - 1; index >= target.Length - TailLength; index--)
            {
                (number, var digit) = Math.DivRem(number, 62);
                target[index] = Alphabet[(int)digit];
            }
        });
    }
}
