namespace PayGate.Bank.Tests.Support;

/// <summary>Requests with sensible defaults; tests say what matters to them by <c>with</c>.</summary>
internal static class Requests
{
    public const string Visa = "4242424242424242";

    public static BankCard Card(string number = Visa, string? cvc = "123", int month = 12, int year = 2030) =>
        new() { Number = number, ExpMonth = month, ExpYear = year, Cvc = cvc };

    public static BankRequest Authorize(string reference, long amount = 1000, string number = Visa) => new()
    {
        Reference = reference,
        PaymentId = "pi_1",
        Operation = BankOperation.Authorize,
        Amount = amount,
        Currency = "usd",
        Card = Card(number),
    };

    public static BankRequest Sale(string reference, long amount = 1000, string number = Visa) =>
        Authorize(reference, amount, number) with { Operation = BankOperation.Sale };

    public static BankRequest Follow(BankOperation operation, string reference, string original, long amount = 1000) => new()
    {
        Reference = reference,
        PaymentId = "pi_1",
        Operation = operation,
        Amount = amount,
        Currency = "usd",
        OriginalReference = original,
    };
}
