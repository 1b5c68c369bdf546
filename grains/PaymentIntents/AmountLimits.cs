namespace PayGate.Grains.PaymentIntents;

/// <summary>Smallest and largest single payment per currency; a currency without limits cannot be charged.</summary>
internal static class AmountLimits
{
    private static readonly Dictionary<Currency, (long Minimum, long Maximum)> ByCurrency = new()
    {
        [Currency.Usd] = (50, 2_500_000),
        [Currency.Eur] = (50, 2_500_000),
        [Currency.Mad] = (500, 25_000_000),
    };

    /// <summary>Why nothing can be charged in a currency, or null.</summary>
    public static Refusal? Refuse(Currency currency) =>
        ByCurrency.ContainsKey(currency) ? null : new Refusal("currency_not_supported", $"Payments in {currency} are not enabled; use usd, eur or mad.", "currency");

    public static Refusal? Refuse(Money amount)
    {
        if (Refuse(amount.Currency) is { } unknown)
        {
            return unknown;
        }

        var limits = ByCurrency[amount.Currency];
        return amount.MinorUnits < limits.Minimum
            ? new Refusal("amount_too_small", $"Amount must be at least {limits.Minimum} {amount.Currency} (in the smallest unit).", "amount")
            : amount.MinorUnits > limits.Maximum
                ? new Refusal("amount_too_large", $"Amount must be no more than {limits.Maximum} {amount.Currency} (in the smallest unit).", "amount")
                : null;
    }
}
