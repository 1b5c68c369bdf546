using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PayGate.Storage;

/// <summary>
/// How an actor's state is stored: <c>{"v":1,"member":{…}}</c>, written by the silo and read by the silo and by the API's lists. Members may be added to the state;
/// anything else needs a new version with a reader for the old one.
/// </summary>
/// <param name="name">Of the actor, with its article, for errors.</param>
/// <param name="member">Under which the state stands.</param>
/// <param name="type">The JSON form of the state.</param>
public sealed class StoredForm<T>(string name, string member, JsonTypeInfo<T> type)
    where T : class
{
    private const int CurrentVersion = 1;

    public byte[] Write(T state)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = type.Options.Encoder }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("v", CurrentVersion);
            writer.WritePropertyName(member);
            JsonSerializer.Serialize(writer, state, type);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <exception cref="JsonException">It is not JSON, has another version or no state.</exception>
    public T Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        int? version = null;
        T? state = null;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("v"))
            {
                reader.Read();
                version = reader.GetInt32();
            }
            else if (version == CurrentVersion && reader.ValueTextEquals(member))
            {
                reader.Read();
                state = JsonSerializer.Deserialize(ref reader, type);
            }
            else
            {
                reader.Skip();
            }
        }

        return version == CurrentVersion && state is not null
            ? state
            : throw new JsonException($"The stored form of {name} has version {version}; this build reads {CurrentVersion}, with member {member}.");
    }
}
