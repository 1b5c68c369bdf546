using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace PayGate.Cards;

/// <summary>
/// The named test methods <c>pm_card_*</c> and <c>tok_*</c>: ready-made cards that need no row in the database. Every name exists with both prefixes; declines
/// carry the brand in current names (<c>visa_chargeDeclined</c>) and lack it in older ones.
/// </summary>
public static class TestMethods
{
    private const string MethodPrefix = "pm_card_";
    private const string TokenPrefix = "tok_";

    private static readonly FrozenDictionary<string, TestMethod> ByName = Approvals().Concat(Countries()).Concat(Declines()).Concat(Challenges())
        .ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, TestMethod> ByNumber = ByName.Values
        .DistinctBy(method => method.Number).ToFrozenDictionary(method => method.Number, StringComparer.Ordinal);

    /// <summary>All names without prefix, for tables and tests.</summary>
    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>True for a known name with either prefix. Ids of stored handles never match.</summary>
    public static bool TryGet(string? id, [NotNullWhen(true)] out TestMethod? method)
    {
        method = null;
        var name = id switch
        {
            null => null,
            _ when id.StartsWith(MethodPrefix, StringComparison.Ordinal) => id[MethodPrefix.Length..],
            _ when id.StartsWith(TokenPrefix, StringComparison.Ordinal) => id[TokenPrefix.Length..],
            _ => null,
        };
        return name is not null && ByName.TryGetValue(name, out method);
    }

    /// <summary>What is known of a typed number's funding and country when it is a test card; null otherwise.</summary>
    public static TestMethod? FindByNumber(string digits) => ByNumber.GetValueOrDefault(digits);

    private static IEnumerable<KeyValuePair<string, TestMethod>> Approvals() =>
    [
        Card("visa", "4242424242424242"),
        Card("visa_debit", "4000056655665556", "debit"),
        Card("mastercard", "5555555555554444"),
        Card("mastercard_2series", "2223003122003222"),
        Card("mastercard_debit", "5200828282828210", "debit"),
        Card("mastercard_prepaid", "5105105105105100", "prepaid"),
        Card("amex", "378282246310005"),
        Card("discover", "6011111111111117"),
        Card("discover_debit", "6011981111111113", "debit"),
        Card("diners", "3056930009020004"),
        Card("jcb", "3566002020360505"),
        Card("unionpay", "6200000000000005"),
        Card("unionpay_debit", "6200000000000047", "debit"),
        Card("bypassPending", "4000000000000077"),
        Card("avsFail", "4000000000000010"),
        Card("avsLine1Fail", "4000000000000028"),
        Card("avsZipFail", "4000000000000036"),
        Card("avsUnchecked", "4000000000000044"),
        Card("createDispute", "4000000000000259"),
        Card("createDisputeProductNotReceived", "4000000000002685"),
        Card("createDisputeInquiry", "4000000000001976"),
        Card("refundFail", "4000000000005126"),
        Card("pendingRefund", "4000000000007726"),
        Card("riskLevelElevated", "4000000000009235"),
        Card("bankSlow", "4000000000091001"),
        Card("bankLostRequest", "4000000000091100"),
        Card("bankLostAnswer", "4000000000091209"),
        Card("bankDuplicateAnswer", "4000000000091308"),
        Card("bankGarbage", "4000000000091407"),
        Card("bankWrongAmount", "4000000000091506"),
        Card("bankPartialApproval", "4000000000091605"),
        Card("bankLateReversal", "4000000000091704"),
    ];

    private static IEnumerable<KeyValuePair<string, TestMethod>> Countries() =>
    [
        Card("us", "4242424242424242"),
        Card("ca", "4000001240000000", country: "CA"),
        Card("br", "4000000760000002", country: "BR"),
        Card("mx", "4000004840008001", country: "MX"),
        Card("gb", "4000008260000000", country: "GB"),
        Card("fr", "4000002500000003", country: "FR"),
        Card("de", "4000002760000016", country: "DE"),
        Card("es", "4000007240000007", country: "ES"),
        Card("it", "4000003800000008", country: "IT"),
        Card("nl", "4000005280000002", country: "NL"),
        Card("be", "4000000560000004", country: "BE"),
        Card("pt", "4000006200000007", country: "PT"),
        Card("ch", "4000007560000009", country: "CH"),
        Card("ae", "4000007840000001", country: "AE"),
        Card("au", "4000000360000006", country: "AU"),
        Card("in", "4000003560000008", country: "IN"),
        Card("jp", "4000003920000003", country: "JP"),
    ];

    private static IEnumerable<KeyValuePair<string, TestMethod>> Declines() =>
    [
        .. Decline("chargeDeclined", "4000000000000002"),
        .. Decline("chargeDeclinedInsufficientFunds", "4000000000009995"),
        .. Decline("chargeDeclinedLostCard", "4000000000009987"),
        .. Decline("chargeDeclinedStolenCard", "4000000000009979"),
        .. Decline("chargeDeclinedExpiredCard", "4000000000000069"),
        .. Decline("chargeDeclinedIncorrectCvc", "4000000000000127"),
        .. Decline("chargeDeclinedProcessingError", "4000000000000119"),
        .. Decline("chargeDeclinedVelocityLimitExceeded", "4000000000006975"),
        .. Decline("chargeDeclinedFraudulent", "4100000000000019"),
        .. Decline("cvcCheckFail", "4000000000000101"),
        .. Decline("chargeCustomerFail", "4000000000000341"),
        .. Decline("radarBlock", "4100000000000019"),
        .. Decline("riskLevelHighest", "4000000000004954"),
    ];

    private static IEnumerable<KeyValuePair<string, TestMethod>> Challenges() =>
    [
        Card("threeDSecureRequired", "4000000000003063"),
        Card("threeDSecure2Required", "4000000000003220"),
        Card("threeDSecureOptional", "4000000000003055"),
        Card("threeDSecureRequiredChargeDeclined", "4000008400001629"),
        Card("threeDSecureRequiredProcessingError", "4000008400001280"),
        Card("amex_threeDSecureNotSupported", "378282246310005"),
        Card("authenticationRequired", "4000002760003184", country: "DE"),
        Card("authenticationRequiredOnSetup", "4000002500003155", country: "FR"),
        Card("authenticationRequiredSetupForOffSession", "4000003800000446", country: "IT"),
        Card("authenticationRequiredChargeDeclinedInsufficientFunds", "4000008260003178", country: "GB"),
    ];

    private static KeyValuePair<string, TestMethod> Card(string name, string number, string funding = "credit", string country = "US") =>
        KeyValuePair.Create(name, new TestMethod { Number = number, Funding = funding, Country = country });

    private static KeyValuePair<string, TestMethod>[] Decline(string name, string number) => [Card(name, number), Card("visa_" + name, number)];
}
