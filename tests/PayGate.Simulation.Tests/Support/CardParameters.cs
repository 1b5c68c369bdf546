namespace PayGate.Simulation.Tests.Support;

/// <summary>Parameters of payments.</summary>
internal static class CardParameters
{
    public const string Approving = "pm_card_visa";

    public const string Declining = "pm_card_visa_chargeDeclined";

    /// <summary>A card that is typed in: it is sealed, stored in the vault and opened for the bank.</summary>
    public static (string Name, string Value)[] Typed(string number = "5555555555554444", string cvc = "123") =>
        [.. Method(number, cvc).Select(pair => ($"payment_method_data{Bracketed(pair.Name)}", pair.Value))];

    /// <summary>The same as a payment method of its own.</summary>
    public static (string Name, string Value)[] Method(string number = "5555555555554444", string cvc = "123") =>
    [
        ("type", "card"),
        ("card[number]", number),
        ("card[exp_month]", "12"),
        ("card[exp_year]", "2039"),
        ("card[cvc]", cvc),
        ("billing_details[name]", "Jane Holder"),
    ];

    /// <summary>The first part of a name in brackets, as it is written below another.</summary>
    private static string Bracketed(string name) =>
        name.IndexOf('[', StringComparison.Ordinal) is > 0 and var bracket ? $"[{name[..bracket]}]{name[bracket..]}" : $"[{name}]";
}
