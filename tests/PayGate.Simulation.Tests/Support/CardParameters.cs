namespace PayGate.Simulation.Tests.Support;

/// <summary>Parameters of payments.</summary>
internal static class CardParameters
{
    public const string Approving = "pm_card_visa";

    public const string Declining = "pm_card_visa_chargeDeclined";

    /// <summary>A card that is typed in: it is sealed, stored in the vault and opened for the bank.</summary>
    public static (string Name, string Value)[] Typed(string number = "5555555555554444", string cvc = "123") =>
    [
        ("payment_method_data[type]", "card"),
        ("payment_method_data[card][number]", number),
        ("payment_method_data[card][exp_month]", "12"),
        ("payment_method_data[card][exp_year]", "2039"),
        ("payment_method_data[card][cvc]", cvc),
        ("payment_method_data[billing_details][name]", "Jane Holder"),
    ];
}
