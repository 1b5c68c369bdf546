using System.Security.Cryptography;
using System.Text;
using PayGate.Cards;

namespace PayGate.Grains.CardTokens;

/// <summary>
/// The CVC between the handle's creation and its first use, in this activation's memory and nowhere else (PCI DSS 3.3: never stored after authorization).
/// Zeroed when taken, when ten minutes have passed, and when the activation ends.
/// </summary>
internal sealed class TransientCvc
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private byte[] _code = [];
    private DateTimeOffset _until;

    public bool IsHeld => _code.Length > 0;

    public void Hold(Secret<string> cvc, DateTimeOffset now)
    {
        Wipe();
        _code = Encoding.ASCII.GetBytes(cvc.Reveal());
        _until = now + Lifetime;
    }

    /// <summary>The code once, then never again.</summary>
    public Secret<string>? Take(DateTimeOffset now)
    {
        var cvc = IsHeld && now < _until ? Secret.Of(Encoding.ASCII.GetString(_code)) : null;
        Wipe();
        return cvc;
    }

    public void Wipe()
    {
        CryptographicOperations.ZeroMemory(_code);
        _code = [];
    }
}
