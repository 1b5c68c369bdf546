using System.Text;
using PayGate.ExchangeRates;

namespace PayGate.Api.Queries;

/// <summary>Reads the exchange rates in force, as last committed.</summary>
public sealed class ExchangeRateQueries(ApiDatabase database)
{
    public async Task<RateSheet> Read(CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand("select state::text from paygate.exchange_rates");
        return await command.ExecuteScalarAsync(cancellationToken) is string state ? RateStorage.Read(Encoding.UTF8.GetBytes(state)) : new RateSheet();
    }
}
