using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using PayGate.Api.Http;

namespace PayGate.Api.Tests.Http;

public sealed class ClientSecretTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(number => (byte)number)];
    private readonly HmacClientSecrets _secrets = new(Key);

    [Fact]
    public void For_IsTheIdAndTheKeyedHash()
    {
        // Base 62 worked out a second way, over one big number.
        const string alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        var number = new BigInteger(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes("pi_1")).AsSpan(0, 20), isUnsigned: true, isBigEndian: true);
        var text = "";
        for (var position = 0; position < 27; position++)
        {
            text = alphabet[(int)(number % 62)] + text;
            number /= 62;
        }

        Assert.Equal(BigInteger.Zero, number);
        Assert.Equal("pi_1_secret_" + text, _secrets.For("pi_1"));
        Assert.Equal(_secrets.For("pi_1"), _secrets.For("pi_1"));
    }

    [Fact]
    public void For_AnotherObjectOrKey_IsAnother()
    {
        byte[] otherKey = [.. Key[..31], 0];
        Assert.NotEqual(_secrets.For("pi_1")[^27..], _secrets.For("pi_2")[^27..]);
        Assert.NotEqual(_secrets.For("pi_1"), new HmacClientSecrets(otherKey).For("pi_1"));
    }

    [Fact]
    public void Matches_OnlyTheExactSecret()
    {
        var secret = _secrets.For("pi_1");
        Assert.True(_secrets.Matches("pi_1", secret));
        Assert.False(_secrets.Matches("pi_2", secret));
        foreach (var wrong in new[] { "", "pi_1", secret[..^1], secret + "0", secret.ToUpperInvariant(), " " + secret, _secrets.For("pi_2") })
        {
            Assert.False(_secrets.Matches("pi_1", wrong));
        }
    }

    [Fact]
    public void Key_UnderThirtyTwoBytes_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new HmacClientSecrets(new byte[31]));
}
