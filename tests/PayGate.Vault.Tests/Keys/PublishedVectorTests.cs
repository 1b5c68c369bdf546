using System.Text;
using PayGate.Cards;
using PayGate.Silo.Keys;

namespace PayGate.Vault.Tests.Keys;

/// <summary>AES-256-GCM against the test cases 13, 14 and 16 of the GCM submission to NIST; HMAC-SHA-256 against RFC 4231, case 2.</summary>
public sealed class PublishedVectorTests
{
    private const string Zero = "0000000000000000000000000000000000000000000000000000000000000000";

    [Theory]
    [InlineData(Zero, "000000000000000000000000", "", "", "", "530f8afbc74536b9a963b4f1c4cb738b")]
    [InlineData(
        Zero, "000000000000000000000000", "00000000000000000000000000000000", "", "cea7403d4d606b6e074ec5d3baf39d18", "d0d1c8a799996bf0265b98b5d48ab919")]
    [InlineData(
        "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
        "cafebabefacedbaddecaf888",
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
        "feedfacedeadbeeffeedfacedeadbeefabaddad2",
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
        "76fc6ece0f4e1768cddf8853bb2d551b")]
    public void AeadBox_GivesThePublishedBytes(string key, string nonce, string plaintext, string associated, string ciphertext, string tag)
    {
        var box = AeadBox.Seal(Hex(key), Hex(nonce), Hex(plaintext), Hex(associated));

        Assert.Equal(ciphertext + tag, Convert.ToHexStringLower(box));
        Assert.Equal(Hex(plaintext), AeadBox.Open(Hex(key), Hex(nonce), box, Hex(associated)));
    }

    [Fact]
    public void Fingerprint_GivesThePublishedHmac()
    {
        using var key = new UsableKey(1, Encoding.ASCII.GetBytes("Jefe"));

        Assert.Equal(
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
            Convert.ToHexStringLower(CardVault.Fingerprint(key, Secret.Of("what do ya want for nothing?"))));
    }

    private static byte[] Hex(string text) => Convert.FromHexString(text);
}
