using PayGate.Clusters;
using PayGate.Grains.EncryptionKeys;
using PayGate.Silo.Erasure;
using PayGate.Silo.ExchangeRates;
using PayGate.Silo.Keys;

namespace PayGate.Silo.Hosting;

public sealed record SiloOptions
{
    /// <summary>Login of role paygate_silo.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>Where secrets and demo keys are kept; exists.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Test cards, demo merchant, clock and crash points; false only with a real acquirer.</summary>
    public required bool Sandbox { get; init; }

    public required ClusterSettings Cluster { get; init; }

    /// <summary>When merchants' keys get new versions.</summary>
    public KeyPolicy Keys { get; init; } = new();

    public RootKeyOptions RootKey { get; init; } = new();

    /// <summary>Where exchange rates come from.</summary>
    public RateSourceOptions Rates { get; init; } = new();

    /// <summary>Where the list of erasures is kept; null for the data directory, beside the root key.</summary>
    public string? ErasureFile { get; init; }

    /// <summary>The file with the key that signs the books' roots; null for one in the data directory, made where there is none.</summary>
    public string? BooksKeyFile { get; init; }

    /// <summary>Where the books' roots are kept outside the database; null for the data directory.</summary>
    public string? BooksRootsFile { get; init; }

    /// <summary>The list of erasures of this process.</summary>
    public ErasureList Erasures => field ??= new ErasureList(ErasureFile ?? Path.Combine(DataDirectory, ErasureList.DefaultName));
}
