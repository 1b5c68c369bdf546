namespace PayGate.Bank;

/// <summary>An issuer's word that its cardholder will dispute a charge.</summary>
/// <param name="Reason">One of <see cref="Laboratory.BankScripts.DisputeReasons"/>.</param>
/// <param name="After">From the capture on, in whole seconds.</param>
public sealed record BankChargeback(string Reason, TimeSpan After);
