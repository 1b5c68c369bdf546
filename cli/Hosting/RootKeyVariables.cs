using System.Text.RegularExpressions;
using PayGate.Silo.Keys;

namespace PayGate.Cli.Hosting;

/// <summary>Reads from the environment where the root key comes from: a mounted file, HashiCorp Vault, or, with neither named, the data directory.</summary>
public static partial class RootKeyVariables
{
    public const string File = "PAYGATE_ROOT_KEY";
    public const string VaultAddress = "PAYGATE_VAULT_ADDR";
    public const string VaultTokenFile = "PAYGATE_VAULT_TOKEN_FILE";
    public const string VaultMount = "PAYGATE_VAULT_TRANSIT_MOUNT";
    public const string VaultKey = "PAYGATE_VAULT_TRANSIT_KEY";
    public const string VaultSecretsMount = "PAYGATE_VAULT_KV_MOUNT";
    public const string VaultSecretsPath = "PAYGATE_VAULT_KV_PATH";
    public const string Secrets = "PAYGATE_MERCHANT_SECRETS";
    public const string VaultNamespace = "PAYGATE_VAULT_NAMESPACE";
    public const string VaultAuthority = "PAYGATE_VAULT_CA";

    /// <exception cref="SetupException">A variable does not hold what it should, or two sources are named.</exception>
    public static RootKeyOptions Read(Func<string, string?> environment)
    {
        var file = Given(environment, File);
        var address = Given(environment, VaultAddress);
        var secrets = Given(environment, Secrets) is { } directory ? Path.GetFullPath(directory) : null;
        return (file, address) switch
        {
            (not null, not null) => throw new SetupException($"{File} and {VaultAddress} both name a source of the root key: unset one of them."),
            (_, not null) when secrets is not null => throw new SetupException($"{Secrets} names a directory, but Vault keeps merchants' secrets: unset it."),
            (not null, null) => new RootKeyOptions { MountedFile = Path.GetFullPath(file), SecretsDirectory = secrets },
            (null, not null) => new RootKeyOptions { Vault = Vault(address, environment) },
            _ => new RootKeyOptions { SecretsDirectory = secrets },
        };
    }

    private static TransitOptions Vault(string address, Func<string, string?> environment) => new()
    {
        Address = Address(address),
        TokenFile = Given(environment, VaultTokenFile) is { } tokenFile
            ? Path.GetFullPath(tokenFile)
            : throw new SetupException($"{VaultTokenFile} is not set: name the file that holds the token for {VaultAddress}."),
        Mount = Name(environment, VaultMount, TransitOptions.DefaultMount, MountPath()),
        Key = Name(environment, VaultKey, TransitOptions.DefaultKey, KeyName()),
        SecretsMount = Name(environment, VaultSecretsMount, TransitOptions.DefaultSecretsMount, MountPath()),
        SecretsPath = Name(environment, VaultSecretsPath, TransitOptions.DefaultSecretsPath, MountPath()),
        Namespace = Name(environment, VaultNamespace, null, MountPath()),
        AuthorityFile = Given(environment, VaultAuthority) is { } authority ? Path.GetFullPath(authority) : null,
    };

    /// <summary>The text is not repeated where it could hold a password.</summary>
    private static Uri Address(string text)
    {
        if (!Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
            || address is not { Host.Length: > 0, UserInfo: "", Query: "", Fragment: "" })
        {
            throw new SetupException($"{VaultAddress} is not an address: give it as https://vault.example.com:8200.");
        }

        return address.Scheme == Uri.UriSchemeHttps || address.IsLoopback
            ? address
            : throw new SetupException($"{VaultAddress} would send token and root key over the network in clear: give an https address, or one of an agent on this machine.");
    }

    private static string Name(Func<string, string?> environment, string variable, string? fallback, Regex form) =>
        Given(environment, variable)?.Trim('/') is not { } name ? fallback!
        : form.IsMatch(name) ? name
        : throw new SetupException($"{variable} is not a name in Vault: give letters, digits, dots, dashes and underscores.");

    private static string? Given(Func<string, string?> environment, string variable) => environment(variable) is { Length: > 0 } text ? text : null;

    // Ends that are a dot would be taken for a step in the path.
    [GeneratedRegex("^[0-9A-Za-z_]([0-9A-Za-z_.-]{0,126}[0-9A-Za-z_])?$")]
    private static partial Regex KeyName();

    [GeneratedRegex("^[0-9A-Za-z_]([0-9A-Za-z_.-]*[0-9A-Za-z_])?(/[0-9A-Za-z_]([0-9A-Za-z_.-]*[0-9A-Za-z_])?)*$")]
    private static partial Regex MountPath();
}
