namespace PayGate.Silo.Keys;

/// <summary>Where HashiCorp Vault is, and which key of its transit secrets engine wraps the root key.</summary>
public sealed record TransitOptions
{
    public const string DefaultMount = "transit";
    public const string DefaultKey = "paygate";
    public const string DefaultSecretsMount = "secret";
    public const string DefaultSecretsPath = "paygate";

    /// <summary>Scheme, host, port and perhaps a path before <c>v1/</c>; ends in a slash.</summary>
    public required Uri Address { get; init; }

    /// <summary>Read anew for each call: whoever renews the token writes it there.</summary>
    public required string TokenFile { get; init; }

    /// <summary>Path of the transit engine, without slashes at its ends.</summary>
    public string Mount { get; init; } = DefaultMount;

    public string Key { get; init; } = DefaultKey;

    /// <summary>Path of the key-value engine, version 2, that keeps merchants' wrapping secrets.</summary>
    public string SecretsMount { get; init; } = DefaultSecretsMount;

    /// <summary>Under which they are there.</summary>
    public string SecretsPath { get; init; } = DefaultSecretsPath;

    public string? Namespace { get; init; }

    /// <summary>PEM file of the authorities that may vouch for Vault; null for those of the machine.</summary>
    public string? AuthorityFile { get; init; }

    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
