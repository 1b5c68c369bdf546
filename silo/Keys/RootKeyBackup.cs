using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using PayGate.Cards;

namespace PayGate.Silo.Keys;

/// <summary>
/// A root key as a file that only a passphrase opens: PBKDF2-HMAC-SHA-256 makes a key of it, AES-256-GCM encrypts under that, bound to the root key's name.
/// </summary>
public static class RootKeyBackup
{
    /// <summary>OWASP's figure for PBKDF2-HMAC-SHA-256 (Password Storage Cheat Sheet).</summary>
    public const int Iterations = 600_000;

    /// <summary>A file that asks for more is not one of ours, and would keep its reader busy for long.</summary>
    private const int IterationsMax = 100 * Iterations;

    private const int CurrentFormat = 1;
    private const int SaltLength = 16;
    private const int LengthMax = 4096;

    /// <summary>Writes a new file of mode 0600.</summary>
    /// <exception cref="RootKeyException">A file of that name exists, or none can be made there.</exception>
    public static void Write(string path, RootKey key, string passphrase)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        var wrapping = Stretch(passphrase, salt, Iterations);
        var (nonce, ciphertext) = AeadBox.Seal(wrapping, key.Bytes, BoundTo(key.KeyId, Iterations));
        CryptographicOperations.ZeroMemory(wrapping);
        var document = new RootKeyBackupDocument
        {
            Format = CurrentFormat,
            KeyId = key.KeyId,
            Kdf = "pbkdf2-hmac-sha256",
            Iterations = Iterations,
            Salt = salt,
            Cipher = "aes-256-gcm",
            Nonce = nonce,
            Ciphertext = ciphertext,
        };
        try
        {
            PrivateFile.Create(path, JsonSerializer.SerializeToUtf8Bytes(document, RootKeyBackupJson.Default.RootKeyBackupDocument));
        }
        catch (IOException exception) when (Path.Exists(path))
        {
            throw new RootKeyException($"{path} exists, and a backup never replaces a file: choose another name.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RootKeyException($"{path} cannot be written: choose another place.", exception);
        }
    }

    /// <exception cref="RootKeyException">It is no backup, was changed, or another passphrase closed it.</exception>
    public static RootKey Read(string path, string passphrase)
    {
        var document = Parse(path);
        var wrapping = Stretch(passphrase, document.Salt, document.Iterations);
        try
        {
            return new RootKey(document.KeyId, AeadBox.Open(wrapping, document.Nonce, document.Ciphertext, BoundTo(document.KeyId, document.Iterations)));
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new RootKeyException($"{path} does not open with that passphrase: give the one of its export, or another copy of the backup.", exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(wrapping);
        }
    }

    private static RootKeyBackupDocument Parse(string path)
    {
        try
        {
            return new FileInfo(path).Length <= LengthMax
                && JsonSerializer.Deserialize(File.ReadAllBytes(path), RootKeyBackupJson.Default.RootKeyBackupDocument) is
                    { Format: CurrentFormat, Iterations: >= 1 and <= IterationsMax } document
                    ? document
                    : throw NotABackup(path, null);
        }
        catch (JsonException exception)
        {
            throw NotABackup(path, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RootKeyException($"{path} cannot be read: give the file that `paygate keys export` wrote.", exception);
        }
    }

    private static RootKeyException NotABackup(string path, Exception? inner) =>
        new($"{path} is no backup of a root key: give the file that `paygate keys export` wrote.", inner);

    private static byte[] Stretch(string passphrase, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(passphrase, salt, iterations, HashAlgorithmName.SHA256, AeadBox.KeyLength);

    private static byte[] BoundTo(string keyId, int iterations) =>
        AssociatedData.Of("paygate.root-key-backup", keyId, iterations.ToString(CultureInfo.InvariantCulture));
}

internal sealed record RootKeyBackupDocument
{
    public required int Format { get; init; }

    public required string KeyId { get; init; }

    public required string Kdf { get; init; }

    public required int Iterations { get; init; }

    public required byte[] Salt { get; init; }

    public required string Cipher { get; init; }

    public required byte[] Nonce { get; init; }

    public required byte[] Ciphertext { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(RootKeyBackupDocument))]
internal sealed partial class RootKeyBackupJson : JsonSerializerContext;
