using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace PayGate.Silo.Keys;

/// <summary>
/// Merchants' wrapping secrets as files of mode 0600, one for each merchant, in a directory of mode 0700 that all silos share. What was erased leaves an empty file, so that the
/// list of erased merchants can be added to by several silos at once.
/// </summary>
public sealed partial class MerchantSecretFiles(string directory) : IMerchantSecrets
{
    public const string DefaultName = "merchant-secrets";

    private const string SecretEnding = ".secret";
    private const string ErasedEnding = ".erased";

    /// <summary>No merchant's name has a dot, so that no other file is called so.</summary>
    private const string IdName = "directory.id";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Not the set-group-id bit: volumes of a group hand it down, it opens nothing, and chmod 700 leaves it.</summary>
    private const UnixFileMode ForbiddenModes =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>A merchant's two keys may be made at once; their files would meet.</summary>
    private readonly Lock _writing = new();

    public string Description => $"Directory {directory}";

    public string Remedy => "mount the directory that all silos share, or put its backup back with `paygate keys import`";

    private string IdPath => Path.Combine(directory, IdName);

    public async Task<string?> FindId(CancellationToken cancellationToken)
    {
        try
        {
            var id = (await File.ReadAllTextAsync(IdPath, cancellationToken)).Trim();
            return SecretsPlace.IsId(id) ? id : throw new RootKeyException($"{IdPath} holds no id: {Remedy}.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RootKeyException($"{IdPath} cannot be read by {Environment.UserName}: make it that user's.", exception);
        }
    }

    public async Task<string> TakeId(string id, CancellationToken cancellationToken)
    {
        try
        {
            MakeDirectory();
            PrivateFile.Create(IdPath, Encoding.UTF8.GetBytes(id + "\n"));
        }
        catch (IOException) when (File.Exists(IdPath))
        {
            // It has one, perhaps from another silo just now.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RootKeyException($"{IdPath} cannot be written by {Environment.UserName}: make its directory that user's.", exception);
        }

        return await FindId(cancellationToken) ?? throw new RootKeyException($"{IdPath} was taken away while it was made: start again.");
    }

    public Task Check(CancellationToken cancellationToken)
    {
        try
        {
            MakeDirectory();
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(directory) & ForbiddenModes) != 0)
            {
                throw new RootKeyException($"{directory} holds merchants' secrets and is open to others than its owner: run chmod 700 on it.");
            }

            var probe = Path.Combine(directory, $"probe.{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
            PrivateFile.Create(probe, []);
            File.Delete(probe);
            return Task.CompletedTask;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RootKeyException(
                $"{directory} is to hold merchants' secrets and cannot be written by {Environment.UserName}: name a directory that can, and that all silos share, in PAYGATE_MERCHANT_SECRETS.",
                exception);
        }
    }

    public Task<byte[]?> Find(string merchantId, CancellationToken cancellationToken) => Task.FromResult(Guarded(merchantId, () => Read(merchantId)));

    public Task<byte[]> FindOrMake(string merchantId, CancellationToken cancellationToken) => Task.FromResult(Guarded(merchantId, () =>
    {
        lock (_writing)
        {
            return Read(merchantId) ?? Make(merchantId);
        }
    }));

    public Task Erase(string merchantId, CancellationToken cancellationToken)
    {
        Guarded(merchantId, () =>
        {
            lock (_writing)
            {
                RequireId();
                Remember(merchantId);
                Destroy(merchantId);
                return true;
            }
        });
        return Task.CompletedTask;
    }

    /// <summary>All secrets that are here, for a backup.</summary>
    /// <exception cref="RootKeyException">One of them cannot be read.</exception>
    public IReadOnlyDictionary<string, byte[]> All()
    {
        var all = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var merchantId in Names(SecretEnding))
        {
            try
            {
                all[merchantId] = Guarded(merchantId, () => Parse(merchantId, File.ReadAllBytes(PathOf(merchantId, SecretEnding))));
            }
            catch (VaultUnavailableException exception)
            {
                throw new RootKeyException(exception.Message, exception);
            }
        }

        return all;
    }

    /// <summary>Merchants whose secrets were erased here.</summary>
    public IReadOnlyList<string> Erased() => [.. Names(ErasedEnding).Order(StringComparer.Ordinal)];

    /// <summary>
    /// Puts a backup's secrets back where they are missing, except those of merchants that were erased, here or where the backup was made; how many. The directory becomes the one
    /// that was backed up.
    /// </summary>
    /// <param name="secrets">By merchant.</param>
    /// <param name="erased">Merchants.</param>
    /// <param name="id">Of the directory that was backed up; null in backups that know none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="RootKeyException">The directory cannot be written, has another id, or holds another secret of one of them.</exception>
    public async Task<int> PutBack(IReadOnlyDictionary<string, byte[]> secrets, IEnumerable<string> erased, string? id, CancellationToken cancellationToken)
    {
        if (id is not null && await TakeId(id, cancellationToken) != id)
        {
            throw new RootKeyException($"{IdPath} has another id than the backup: move the directory away first, to a place where it is safe.");
        }

        try
        {
            MakeDirectory();
            foreach (var merchantId in erased)
            {
                Remember(merchantId);
                Destroy(merchantId);
            }

            return secrets.Count(secret => PutBack(secret.Key, secret.Value));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or VaultUnavailableException)
        {
            throw new RootKeyException($"The merchants' secrets cannot be put into {directory}: make it {Environment.UserName}'s, with what it holds.", exception);
        }
    }

    public void Dispose()
    {
    }

    private bool PutBack(string merchantId, byte[] secret)
    {
        if (File.Exists(PathOf(merchantId, ErasedEnding)))
        {
            return false;
        }

        if (Read(merchantId) is { } found)
        {
            return found.AsSpan().SequenceEqual(secret)
                ? false
                : throw new RootKeyException($"{PathOf(merchantId, SecretEnding)} holds another secret than the backup: move it away first, to a place where it is safe.");
        }

        Write(merchantId, secret);
        return true;
    }

    private byte[]? Read(string merchantId)
    {
        if (File.Exists(PathOf(merchantId, ErasedEnding)))
        {
            throw new MerchantErasedException(merchantId);
        }

        try
        {
            return Parse(merchantId, File.ReadAllBytes(PathOf(merchantId, SecretEnding)));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private byte[] Make(string merchantId)
    {
        RequireId();
        var secret = RandomNumberGenerator.GetBytes(IMerchantSecrets.Length);
        try
        {
            Write(merchantId, secret);
        }
        catch (IOException) when (File.Exists(PathOf(merchantId, SecretEnding)))
        {
            // Another silo was first, and may have wrapped a key with its secret already.
            CryptographicOperations.ZeroMemory(secret);
        }

        try
        {
            return Read(merchantId) ?? throw new VaultUnavailableException($"The secret of merchant {merchantId} was taken away while it was made.");
        }
        catch (MerchantErasedException)
        {
            // Erased in between: what was made after that must not outlive it.
            Destroy(merchantId);
            throw;
        }
    }

    private void Write(string merchantId, byte[] secret)
    {
        var document = new MerchantSecretDocument { MerchantId = merchantId, Secret = secret };
        PrivateFile.Create(PathOf(merchantId, SecretEnding), JsonSerializer.SerializeToUtf8Bytes(document, MerchantSecretJson.Default.MerchantSecretDocument));
    }

    private static byte[] Parse(string merchantId, byte[] text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, MerchantSecretJson.Default.MerchantSecretDocument) is { Secret.Length: IMerchantSecrets.Length } document
                && document.MerchantId == merchantId
                    ? document.Secret
                    : throw NotASecret(merchantId, null);
        }
        catch (JsonException exception)
        {
            throw NotASecret(merchantId, exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    private static VaultUnavailableException NotASecret(string merchantId, Exception? inner) =>
        new($"What is kept as the secret of merchant {merchantId} is none: put it back from a backup with `paygate keys import`.", inner);

    private void Remember(string merchantId)
    {
        try
        {
            PrivateFile.Create(PathOf(merchantId, ErasedEnding), []);
        }
        catch (IOException) when (File.Exists(PathOf(merchantId, ErasedEnding)))
        {
            // Remembered already.
        }
    }

    /// <summary>Overwritten first, for file systems that keep a file's place; what a disk remaps is out of reach for any program.</summary>
    private void Destroy(string merchantId)
    {
        var path = PathOf(merchantId, SecretEnding);
        try
        {
            using (var file = new FileStream(path, FileMode.Open, FileAccess.Write))
            {
                file.Write(new byte[file.Length]);
                file.Flush(flushToDisk: true);
            }

            File.Delete(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // Destroyed before, or never made.
        }
    }

    /// <summary>A mount that went away while the silo runs leaves an empty directory, which must not be taken for the place.</summary>
    private void RequireId()
    {
        if (!File.Exists(IdPath))
        {
            throw new VaultUnavailableException($"{Description} has lost its id, so it is not the place of merchants' secrets any more: {Remedy}.");
        }
    }

    private void MakeDirectory()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, OwnerOnly);
        }
    }

    private IEnumerable<string> Names(string ending) => !Directory.Exists(directory) ? [] :
        Directory.EnumerateFiles(directory, "*" + ending).Select(path => Path.GetFileName(path)[..^ending.Length]).Where(name => Name().IsMatch(name));

    private string PathOf(string merchantId, string ending) => Name().IsMatch(merchantId)
        ? Path.Combine(directory, merchantId + ending)
        : throw new ArgumentException("A merchant's id has letters, digits, dashes and underscores only.", nameof(merchantId));

    private static T Guarded<T>(string merchantId, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new VaultUnavailableException($"The secret of merchant {merchantId} cannot be read or written in the directory of merchants' secrets.", exception);
        }
    }

    [GeneratedRegex("^[0-9A-Za-z_-]{1,128}$")]
    private static partial Regex Name();
}

internal sealed record MerchantSecretDocument
{
    public required string MerchantId { get; init; }

    public required byte[] Secret { get; init; }

    public override string ToString() => "MerchantSecretDocument(***)";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(MerchantSecretDocument))]
internal sealed partial class MerchantSecretJson : JsonSerializerContext;
