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

    public static Refusal? Refuse(Money amount)
    {
        if (!ByCurrency.TryGetValue(amount.Currency, out var limits))
        {
            return new Refusal("currency_not_supported", $"Payments in {amount.Currency} are not enabled; use usd, eur or mad.", "currency");
        }

        return amount.MinorUnits < limits.Minimum
            ? new Refusal("amount_too_small", $"Amount must be at least {limits.Minimum} {amount.Currency} (in the smallest unit).", "amount")
            : amount.MinorUnits > limits.Maximum
                ? new Refusal("amount_too_large", $"Amount must be no more than {limits.Maximum} {amount.Currency} (in the smallest unit).", "amount")
                : null;
    }
}
