using System.Net;
using System.Text.Json;

namespace PayGate.Silo.Keys;

/// <summary>
/// One sentence with the remedy for each way in which Vault does not do as asked. Vault's own words are read but never repeated: what stands between it and
/// PayGate could put anything into them.
/// </summary>
internal sealed class TransitRefusals(TransitOptions options)
{
    private const string NoSuchKey = "encryption key not found";

    private string Vault => $"Vault at {options.Address}";

    private string Paths => $"{options.Mount}/encrypt/{options.Key} and {options.Mount}/decrypt/{options.Key}";

    /// <summary>Of an answer other than 200. Vault's documentation lists the statuses under "HTTP status codes".</summary>
    public RootKeyException Of(string operation, HttpStatusCode status, byte[] answer) => (int)status switch
    {
        400 when Says(answer, NoSuchKey) => new RootKeyException(
            $"{Vault} has no key {options.Key} under {options.Mount}/: make it with `vault write -f {options.Mount}/keys/{options.Key}`, or name another in PAYGATE_VAULT_TRANSIT_KEY."),
        400 when operation == "decrypt" => new RootKeyException(
            $"{Vault} cannot open the database's root key with key {options.Key} under {options.Mount}/: name the key that encrypted it, or lower that key's min_decryption_version."),
        400 => new RootKeyException(
            $"{Vault} refuses to encrypt with key {options.Key} under {options.Mount}/: use a key of type aes256-gcm96 without derivation, and Vault 1.13 or newer."),
        403 => new RootKeyException(
            $"{Vault} refuses the token in {options.TokenFile}: renew it, and give it a policy that may update {Paths}."),
        404 => new RootKeyException(
            $"{Vault} has no secrets engine at {options.Mount}/: run `vault secrets enable -path={options.Mount} transit`, or mend PAYGATE_VAULT_TRANSIT_MOUNT or PAYGATE_VAULT_NAMESPACE."),
        501 => new RootKeyUnavailableException($"{Vault} is not initialized: run `vault operator init` and unseal it."),
        503 => new RootKeyUnavailableException($"{Vault} is sealed or down for maintenance: unseal it."),
        >= 500 or 412 or 429 or 472 or 473 => new RootKeyUnavailableException($"{Vault} answers {(int)status}: see its log, and try again when it is well."),
        >= 300 and < 400 => new RootKeyException($"{Vault} points elsewhere ({(int)status}): give the address of the active node or of its balancer in PAYGATE_VAULT_ADDR."),
        _ => NotTransit(null),
    };

    public RootKeyException NotTransit(Exception? inner) =>
        new($"{Vault} does not answer as Vault's transit engine does: mend PAYGATE_VAULT_ADDR.", inner);

    public RootKeyException NotTrusted(Exception inner) =>
        new($"{Vault} shows no certificate that is trusted here and names it: give its authority's file in PAYGATE_VAULT_CA, or mend PAYGATE_VAULT_ADDR.", inner);

    public RootKeyUnavailableException Unreachable(Exception inner) =>
        new($"{Vault} cannot be reached: start it, or mend PAYGATE_VAULT_ADDR.", inner);

    public RootKeyUnavailableException TooSlow(Exception inner) =>
        new($"{Vault} did not answer within {options.RequestTimeout.TotalSeconds:0.#} s: see its log, or mend PAYGATE_VAULT_ADDR.", inner);

    public RootKeyUnavailableException NoToken(Exception? inner) =>
        new($"No Vault token is in {options.TokenFile}: have an agent log in and write it there, or mend PAYGATE_VAULT_TOKEN_FILE.", inner);

    public RootKeyException UnreadableToken(Exception? inner) =>
        new($"The Vault token in {options.TokenFile} cannot be read by {Environment.UserName}: put a token there, alone and as plain text.", inner);

    public RootKeyException NoAuthority(Exception? inner) => new(
        $"PAYGATE_VAULT_CA names {options.AuthorityFile}, which cannot be read as certificates: give a PEM file of the authority that vouches for Vault.", inner);

    private static bool Says(byte[] answer, string words)
    {
        try
        {
            return JsonSerializer.Deserialize(answer, TransitJson.Default.TransitAnswer)?.Errors?.Any(
                error => error.Contains(words, StringComparison.Ordinal)) == true;
        }
        catch (JsonException)
        {
            // Not Vault's own answer, so it says nothing.
            return false;
        }
    }
}
