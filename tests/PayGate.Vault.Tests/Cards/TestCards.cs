using PayGate.Cards;

namespace PayGate.Vault.Tests.Cards;

internal static class TestCards
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static CardInput Card(string number = "4242424242424242", int month = 12, int year = 2030, string? cvc = "123", string? name = "Amina El Fassi") => new()
    {
        Number = Secret.Of(number),
        ExpMonth = month,
        ExpYear = year,
        Cvc = cvc is null ? null : Secret.Of(cvc),
        Name = name is null ? null : Secret.Of(name),
    };
}
