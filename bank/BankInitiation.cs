namespace PayGate.Bank;

/// <summary>Who starts a payment, as the network tells issuers.</summary>
public enum BankInitiation
{
    /// <summary>The cardholder, who is there to be authenticated.</summary>
    Cardholder,

    /// <summary>The merchant, without the cardholder.</summary>
    Merchant,

    /// <summary>The merchant, with a card that its holder has set up for that.</summary>
    MerchantAfterSetUp,
}
