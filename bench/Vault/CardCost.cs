using System.Diagnostics;
using System.Security.Cryptography;
using PayGate.Cards;
using PayGate.Grains.Keys;
using PayGate.Silo.Keys;

namespace PayGate.Bench.Vault;

/// <summary>What the cryptography of one card costs one core, without storage: the way of a card into the vault and out of it, step by step.</summary>
internal sealed class CardCost : IDisposable
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(1);

    private static readonly CardOwner Owner = new("mch_0000000000000000000000000", "pm_0000000000000000000000000", Livemode: false);

    private static readonly CardInput Card = new()
    {
        Number = Secret.Of("4242424242424242"), ExpMonth = 12, ExpYear = 2034, Cvc = Secret.Of("123"), Name = Secret.Of("Amina Benali"),
    };

    private readonly UsableKey _dataKey = new(1, RandomNumberGenerator.GetBytes(AeadBox.KeyLength));
    private readonly UsableKey _fingerprintKey = new(1, RandomNumberGenerator.GetBytes(AeadBox.KeyLength));
    private readonly CardSealer _sealer;
    private readonly SealedCards _sealedCards;

    public CardCost()
    {
        var transport = new TransportKeys(new Dictionary<int, byte[]> { [1] = RandomNumberGenerator.GetBytes(AeadBox.KeyLength) });
        (_sealer, _sealedCards) = (new CardSealer(transport), new SealedCards(transport));
    }

    /// <summary>One line: microseconds of each step.</summary>
    public string Measure()
    {
        var sealedCard = _sealer.Seal(Card, Owner.MerchantId, Owner.HandleId);
        var encrypted = CardVault.Encrypt(Card, Owner, _dataKey);
        return $"seal at the edge {Micros(() => _sealer.Seal(Card, Owner.MerchantId, Owner.HandleId))}"
            + $", open {Micros(() => _sealedCards.Open(sealedCard, Owner.MerchantId, Owner.HandleId))}"
            + $", tokenize (three fields, fingerprint) {Micros(Tokenize)}"
            + $", detokenize {Micros(() => CardVault.Decrypt(encrypted, Owner, _dataKey))}";
    }

    public void Dispose()
    {
        _dataKey.Dispose();
        _fingerprintKey.Dispose();
    }

    private VaultedCard Tokenize() => new(CardVault.Encrypt(Card, Owner, _dataKey), CardVault.Fingerprint(_fingerprintKey, Card.Number));

    /// <summary>The second of two equal runs counts: the first one has the code compiled.</summary>
    private static string Micros<T>(Func<T> step)
    {
        Repeat(step);
        return $"{Repeat(step):0.0} µs";
    }

    private static double Repeat<T>(Func<T> step)
    {
        var (count, watch) = (0L, Stopwatch.StartNew());
        while (watch.Elapsed < Length)
        {
            step();
            count++;
        }

        return watch.Elapsed.TotalMicroseconds / count;
    }
}
