using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using PayGate.Cards;

namespace PayGate.Silo.Keys;

/// <summary>
/// Root key and merchants' wrapping secrets as a file that only a passphrase opens: PBKDF2-HMAC-SHA-256 makes a key of it, AES-256-GCM encrypts under that, bound to the root
/// key's name. Format 1 held the root key alone, and is still read.
/// </summary>
public static class RootKeyBackup
{
    /// <summary>OWASP's figure for PBKDF2-HMAC-SHA-256 (Password Storage Cheat Sheet).</summary>
    public const int Iterations = 600_000;

    /// <summary>A file that asks for more is not one of ours, and would keep its reader busy for long.</summary>
    private const int IterationsMax = 100 * Iterations;

    private const int KeyAlone = 1;
    private const int CurrentFormat = 2;
    private const int SaltLength = 16;

    /// <summary>Some hundred bytes for each merchant, so this is room for hundreds of thousands.</summary>
    private const int LengthMax = 64 * 1024 * 1024;

    /// <summary>Writes a new file of mode 0600.</summary>
    /// <exception cref="RootKeyException">A file of that name exists, none can be made there, or it would be longer than an import reads.</exception>
    public static void Write(string path, RootKeyBackupContent content, string passphrase)
    {
        var key = content.Key;
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        var wrapping = Stretch(passphrase, salt, Iterations);
        var plaintext = JsonSerializer.SerializeToUtf8Bytes(
            new RootKeyBackupSecrets { Key = key.Bytes.ToArray(), MerchantSecrets = new(content.MerchantSecrets), Erased = content.Erased, SecretsId = content.SecretsId },
            RootKeyBackupJson.Default.RootKeyBackupSecrets);
        var (nonce, ciphertext) = AeadBox.Seal(wrapping, plaintext, BoundTo(CurrentFormat, key.KeyId, Iterations));
        CryptographicOperations.ZeroMemory(wrapping);
        CryptographicOperations.ZeroMemory(plaintext);
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
        var file = JsonSerializer.SerializeToUtf8Bytes(document, RootKeyBackupJson.Default.RootKeyBackupDocument);
        if (file.Length > LengthMax)
        {
            throw new RootKeyException(
                $"The backup would have {file.Length} bytes, and an import reads {LengthMax} at most: back up the root key's file and the directory of merchants' secrets themselves, encrypted.");
        }

        try
        {
            PrivateFile.Create(path, file);
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
    public static RootKeyBackupContent Read(string path, string passphrase)
    {
        var document = Parse(path);
        var wrapping = Stretch(passphrase, document.Salt, document.Iterations);
        try
        {
            return Content(document, AeadBox.Open(wrapping, document.Nonce, document.Ciphertext, BoundTo(document.Format, document.KeyId, document.Iterations)));
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or JsonException)
        {
            throw new RootKeyException($"{path} does not open with that passphrase: give the one of its export, or another copy of the backup.", exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(wrapping);
        }
    }

    private static RootKeyBackupContent Content(RootKeyBackupDocument document, byte[] plaintext)
    {
        if (document.Format == KeyAlone)
        {
            return new RootKeyBackupContent(new RootKey(document.KeyId, plaintext), new Dictionary<string, byte[]>(), []);
        }

        var secrets = JsonSerializer.Deserialize(plaintext, RootKeyBackupJson.Default.RootKeyBackupSecrets)!;
        CryptographicOperations.ZeroMemory(plaintext);
        return new RootKeyBackupContent(new RootKey(document.KeyId, secrets.Key), secrets.MerchantSecrets, secrets.Erased) { SecretsId = secrets.SecretsId };
    }

    private static RootKeyBackupDocument Parse(string path)
    {
        try
        {
            return new FileInfo(path).Length <= LengthMax
                && JsonSerializer.Deserialize(File.ReadAllBytes(path), RootKeyBackupJson.Default.RootKeyBackupDocument) is
                    { Format: KeyAlone or CurrentFormat, Iterations: >= 1 and <= IterationsMax } document
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

    private static byte[] BoundTo(int format, string keyId, int iterations) => AssociatedData.Of(
        format == KeyAlone ? "paygate.root-key-backup" : string.Create(CultureInfo.InvariantCulture, $"paygate.root-key-backup/{format}"),
        keyId,
        iterations.ToString(CultureInfo.InvariantCulture));
}

/// <param name="Key">The root key.</param>
/// <param name="MerchantSecrets">Wrapping secrets of 32 bytes by merchant.</param>
/// <param name="Erased">Merchants whose secrets were erased before.</param>
public sealed record RootKeyBackupContent(RootKey Key, IReadOnlyDictionary<string, byte[]> MerchantSecrets, IReadOnlyList<string> Erased)
{
    /// <summary>Id of the directory that held the secrets, see <see cref="SecretsPlace"/>; null in the first format.</summary>
    public string? SecretsId { get; init; }

    public override string ToString() => $"RootKeyBackupContent({Key.KeyId}, ***)";
}

/// <summary>What is encrypted.</summary>
internal sealed record RootKeyBackupSecrets
{
    public required byte[] Key { get; init; }

    public required Dictionary<string, byte[]> MerchantSecrets { get; init; }

    public required IReadOnlyList<string> Erased { get; init; }

    public string? SecretsId { get; init; }

    public override string ToString() => "RootKeyBackupSecrets(***)";
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
[JsonSerializable(typeof(RootKeyBackupSecrets))]
internal sealed partial class RootKeyBackupJson : JsonSerializerContext;
