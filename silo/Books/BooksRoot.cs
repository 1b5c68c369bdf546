using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PayGate.Silo.Books;

/// <summary>
/// What the books were at the end of a period, in one line: the Merkle root of all facts that were written in it, chained to the line before and signed. Kept in the database and
/// in a file outside it, so that whoever owns one of them cannot change the past without the other telling.
/// </summary>
public sealed record BooksRoot
{
    /// <summary>1, 2, … without gaps; the period's number.</summary>
    public required long Number { get; init; }

    /// <summary>When the period was closed, by PayGate's clock.</summary>
    public required DateTimeOffset Closed { get; init; }

    /// <summary>How many facts the period has.</summary>
    public required long Facts { get; init; }

    /// <summary>SHA-256 in hexadecimal, see <see cref="MerkleTree"/>; leaves in the order of stream (by bytes) and number.</summary>
    public required string Merkle { get; init; }

    /// <summary>SHA-256 of the line before in hexadecimal; null for the first.</summary>
    public required string? Previous { get; init; }

    /// <summary>Names the key that signed: see <see cref="BooksKey.Id"/>.</summary>
    public required string Key { get; init; }

    /// <summary>ECDSA with P-256 and SHA-256 over <see cref="SignedText"/>, in the form of IEEE P1363, base64.</summary>
    public required string Signature { get; init; }

    /// <summary>What is signed, as UTF-8: the members in order, behind a name that no other signature has.</summary>
    [JsonIgnore]
    public string SignedText => string.Create(
        CultureInfo.InvariantCulture, $"paygate-books-root|{Number}|{Closed.UtcDateTime:yyyy-MM-ddTHH:mm:ss.ffffffZ}|{Facts}|{Merkle}|{Previous}|{Key}");

    /// <summary>The stored form, one line without its end.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, BooksJson.Default.BooksRoot);

    /// <summary>Null where the line is no root.</summary>
    public static BooksRoot? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, BooksJson.Default.BooksRoot);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What the next root names as its <see cref="Previous"/>.</summary>
    public static string HashOf(string line) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(BooksRoot))]
internal sealed partial class BooksJson : JsonSerializerContext;
