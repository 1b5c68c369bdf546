namespace PayGate.Bank.Laboratory;

/// <summary>An answer that came through a broken line: it names no reference, and its code is none.</summary>
internal static class GarbledReply
{
    public static BankReply Of(BankReply reply) => reply with
    {
        Reference = "\u0015",
        NetworkCode = "?\u0000",
        Reason = "",
        AuthorizationCode = null,
        AmountApproved = -1,
        RawResponse = "<html><body>502 Bad Gateway</body>",
    };
}
