using System.Security.Cryptography;

namespace PayGate.Grains.PaymentIntents;

/// <summary>Addresses of receipts. Charge ids are known to more people than a receipt is for, so each address holds a secret of its own.</summary>
internal static class ReceiptAddress
{
    private const string Symbols = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>131 bits.</summary>
    private const int TokenLength = 22;

    /// <summary>Null without a root.</summary>
    public static string? New(string? root, string chargeId) =>
        root is null ? null : $"{root}/receipts/{chargeId}/{RandomNumberGenerator.GetString(Symbols, TokenLength)}";
}
