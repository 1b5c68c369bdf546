using System.Text.Json;
using Npgsql;
using PayGate.Grains.CheckoutSessions;
using PayGate.PaymentIntents;

namespace PayGate.Silo.Storage;

/// <summary>Reads the status from a payment's row.</summary>
public sealed class PaymentStates(SiloDatabase database) : IPaymentStates
{
    private static readonly Dictionary<string, PaymentIntentStatus> ByWord =
        Enum.GetValues<PaymentIntentStatus>().ToDictionary(status => JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString()));

    public async Task<PaymentIntentStatus> Find(string paymentIntentId, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand("select status from paygate.payment_intents where id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = paymentIntentId });
        return ByWord[(string)(await command.ExecuteScalarAsync(cancellationToken))!];
    }
}
