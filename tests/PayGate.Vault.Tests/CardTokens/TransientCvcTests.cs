using PayGate.Cards;
using PayGate.Grains.CardTokens;
using PayGate.Vault.Tests.Cards;

namespace PayGate.Vault.Tests.CardTokens;

public sealed class TransientCvcTests
{
    private readonly TransientCvc _cvc = new();

    public TransientCvcTests() => _cvc.Hold(Secret.Of("123"), TestCards.Now);

    [Fact]
    public void Take_GivesTheCodeOnce()
    {
        Assert.Equal("123", _cvc.Take(TestCards.Now)!.Reveal());
        Assert.Null(_cvc.Take(TestCards.Now));
    }

    [Fact]
    public void Take_AfterTenMinutes_GivesNothing()
    {
        Assert.Null(_cvc.Take(TestCards.Now + TransientCvc.Lifetime));
        Assert.False(_cvc.IsHeld);
    }

    [Fact]
    public void Take_AtTheLastMoment_GivesTheCode() =>
        Assert.Equal("123", _cvc.Take(TestCards.Now + TransientCvc.Lifetime - TimeSpan.FromTicks(1))!.Reveal());
}
