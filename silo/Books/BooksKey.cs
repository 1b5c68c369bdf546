using System.Security.Cryptography;
using System.Text;
using PayGate.Silo.Keys;

namespace PayGate.Silo.Books;

/// <summary>
/// The key that signs the books' roots: ECDSA on P-256 (FIPS 186-5), in a PEM file of its own, apart from the vault's keys. With the public half alone it only checks.
/// </summary>
public sealed class BooksKey : IDisposable
{
    public const string DefaultName = "books-key.pem";

    private readonly ECDsa _key;

    private BooksKey(ECDsa key)
    {
        _key = key;
        Id = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..32];
    }

    /// <summary>The first 16 bytes of the SHA-256 of the public key (SubjectPublicKeyInfo), in hexadecimal.</summary>
    public string Id { get; }

    /// <summary>The public half as PEM, for whoever checks elsewhere.</summary>
    public string PublicPem => _key.ExportSubjectPublicKeyInfoPem();

    /// <summary>Reads the file, or makes it with a new key, mode 0600.</summary>
    /// <exception cref="InvalidDataException">The file holds no such key, others may read it, or it can be neither read nor made.</exception>
    public static BooksKey OpenOrCreate(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                Create(path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"The key of the books {path} is missing and cannot be made: put the file there, or let this account write its directory.", exception);
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0)
        {
            throw new InvalidDataException($"Others may read or write the key of the books {path}: set its mode to 0600.");
        }

        return Open(path);
    }

    /// <summary>Reads a private or public key in PEM.</summary>
    /// <exception cref="InvalidDataException">The file holds no key on P-256.</exception>
    public static BooksKey Open(string path)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            return key.KeySize == 256 ? new BooksKey(key) : throw new CryptographicException("Not a key on P-256.");
        }
        catch (UnauthorizedAccessException exception)
        {
            key.Dispose();
            throw new InvalidDataException($"This account may not read the key of the books {path}: give it the file.", exception);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new InvalidDataException($"{path} holds no key on P-256 in PEM: put the file back from its copy.", exception);
        }
    }

    /// <summary>A root of these figures, signed.</summary>
    public BooksRoot Sign(BooksRoot unsigned)
    {
        var root = unsigned with { Key = Id };
        return root with { Signature = Convert.ToBase64String(_key.SignData(Encoding.UTF8.GetBytes(root.SignedText), HashAlgorithmName.SHA256)) };
    }

    /// <summary>Whether this key signed it as it is.</summary>
    public bool Signed(BooksRoot root)
    {
        var signature = new byte[64];
        return root.Key == Id
            && Convert.TryFromBase64String(root.Signature, signature, out var length) && length == signature.Length
            && _key.VerifyData(Encoding.UTF8.GetBytes(root.SignedText), signature, HashAlgorithmName.SHA256);
    }

    public void Dispose() => _key.Dispose();

    private static void Create(string path)
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        try
        {
            PrivateFile.Create(path, Encoding.UTF8.GetBytes(made.ExportPkcs8PrivateKeyPem() + "\n"));
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process that shares the directory was first, and its key is the one.
        }
    }
}
