namespace PayGate.Api.Http;

/// <summary>Finds API keys that must stay secret where they do not belong: URLs and names.</summary>
internal static class SecretKeyScan
{
    private static readonly string[] Prefixes = ["sk_test_", "sk_live_", "rk_test_", "rk_live_"];

    public static bool Contains(string text) => Prefixes.Any(prefix => text.Contains(prefix, StringComparison.OrdinalIgnoreCase));
}
