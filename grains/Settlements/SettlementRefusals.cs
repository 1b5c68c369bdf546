namespace PayGate.Grains.Settlements;

internal static class SettlementRefusals
{
    public static Refusal Running { get; } = new("settlement_running", "Ended days are still being closed; repeat the request with the same key in a few seconds.");
}
