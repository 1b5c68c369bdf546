using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PayGate.Grains.Journal;

/// <summary>The stored names and JSON form of the facts of one kind of actor.</summary>
/// <param name="owner">Whose facts they are, for people.</param>
/// <param name="byName">Each kind of fact has one name.</param>
public sealed class FactCatalog<TFact>(string owner, IReadOnlyDictionary<string, JsonTypeInfo> byName)
    where TFact : notnull
{
    private readonly Dictionary<Type, string> _names = byName.ToDictionary(pair => pair.Value.Type, pair => pair.Key);

    public string NameOf(TFact fact) => _names[fact.GetType()];

    public string Write(TFact fact) => JsonSerializer.Serialize(fact, byName[NameOf(fact)]);

    /// <exception cref="JsonException">There is no such fact, or the text is not its form.</exception>
    public TFact Read(string name, string data) => byName.TryGetValue(name, out var type)
        ? (TFact)JsonSerializer.Deserialize(data, type)!
        : throw new JsonException($"No fact of {owner} is called '{name}'.");
}
