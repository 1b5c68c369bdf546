using System.Security.Cryptography;
using System.Text;
using PayGate.Api.Http;

namespace PayGate.Api.Tests.Http;

/// <summary>The keys and objects of the test host, by the names that the table of bad requests uses.</summary>
internal sealed class TestKeys : IApiKeyDirectory
{
    public const string Merchant = "mch_alpha";
    public const string OtherMerchant = "mch_beta";
    public const string Intent = "pi_known1";
    public const string OtherIntent = "pi_known2";
    public const string Secret = "sk_test_AlphaSecret0000000001";
    public const string Publishable = "pk_test_AlphaPublishable000001";
    public const string Restricted = "rk_test_AlphaRestricted0000001";
    public const string Expired = "sk_test_AlphaExpired000000001";
    public const string Inactive = "sk_test_GammaInactive00000001";
    public const string Other = "sk_test_BetaSecret00000000001";

    public static readonly HmacClientSecrets ClientSecrets = new([.. Enumerable.Range(1, 32).Select(number => (byte)number)]);

    public static readonly IReadOnlyDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["{sk}"] = Secret,
        ["{pk}"] = Publishable,
        ["{rk}"] = Restricted,
        ["{expired}"] = Expired,
        ["{inactive}"] = Inactive,
        ["{other}"] = Other,
        ["{cs}"] = ClientSecrets.For(Intent),
        ["{cs2}"] = ClientSecrets.For(OtherIntent),
        ["{basic}"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(Secret + ":")),
        ["{basic-password}"] = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{Secret}:{Other}")),
        ["{basic-nocolon}"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(Secret)),
        ["{basic-empty}"] = Convert.ToBase64String(":"u8),
    };

    private readonly Dictionary<string, ApiKeyEntry> _entries = new()
    {
        [HashOf(Secret)] = Entry(Merchant, CallerKind.Secret),
        [HashOf(Publishable)] = Entry(Merchant, CallerKind.Publishable),
        [HashOf(Restricted)] = Entry(Merchant, CallerKind.Restricted) with { Permissions = new HashSet<string> { "payments:read" } },
        [HashOf(Expired)] = Entry(Merchant, CallerKind.Secret) with { ExpiresAt = DateTimeOffset.UnixEpoch },
        [HashOf(Inactive)] = Entry("mch_gamma", CallerKind.Secret) with { MerchantActive = false },
        [HashOf(Other)] = Entry(OtherMerchant, CallerKind.Secret) with { Livemode = true },
    };

    public ApiKeyEntry? Find(ReadOnlySpan<byte> sha256OfKey) => _entries.GetValueOrDefault(Convert.ToHexString(sha256OfKey));

    private static string HashOf(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static ApiKeyEntry Entry(string merchantId, CallerKind kind) =>
        new() { KeyId = "key_" + kind, MerchantId = merchantId, Kind = kind, Livemode = false, MerchantActive = true };
}
