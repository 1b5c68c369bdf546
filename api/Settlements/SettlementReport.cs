using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.Queries;
using PayGate.Settlements;

namespace PayGate.Api.Settlements;

/// <summary>
/// All lines of a batch as CSV (RFC 4180) in the order in which they happened, and what they come to, for people who open it in a spreadsheet: amounts in whole units with decimals,
/// instants on the merchant's clock. It goes out while it is read, so it may have any length; the batch is closed, so it is the same every time.
/// </summary>
public sealed class SettlementReport(SettlementBatch batch, string timeZone, SettlementLineQueries lines) : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    /// <summary>Lines read at once.</summary>
    private const int PartMax = 1_000;

    private const string Header =
        "id,type,source,payment_intent,order_id,created,utc_offset,time_zone,payment_amount,payment_currency,exchange_rate,gross,fee,net,currency\r\n";

    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);

    public int? StatusCode => StatusCodes.Status200OK;

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new RouteAnswer(typeof(string), AnswerShape.Csv));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "text/csv; charset=utf-8; header=present";
        httpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"{batch.Id}.csv\"";
        await Write(httpContext, Header);
        var (gross, fee, net) = (0L, 0L, 0L);
        for (var after = ""; ;)
        {
            var part = await lines.Following(batch.Id, after, PartMax, httpContext.RequestAborted);
            var rows = part.Select(found => found.Payment.ToSettlementLine(found.Id, found.OfPayment)).ToList();
            (gross, fee, net) = checked((gross + rows.Sum(line => line.Gross), fee + rows.Sum(line => line.Fee), net + rows.Sum(line => line.Net)));
            await Write(httpContext, string.Concat(rows.Select(Row)));
            if (part.Count < PartMax)
            {
                break;
            }

            after = part[^1].Id;
        }

        await Write(httpContext, $"{batch.Id},total,,,,,,,,,,{Decimal(gross, batch.Currency.Code)},{Decimal(fee, batch.Currency.Code)},{Decimal(net, batch.Currency.Code)},{batch.Currency.Code}\r\n");
    }

    private string Row(SettlementLineResource line)
    {
        var created = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(line.Created), _zone);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{line.Id},{line.Type},{line.Source},{line.PaymentIntent},{CsvText.Field(line.OrderId)},{created:yyyy-MM-dd HH:mm:ss},{created:zzz},{timeZone},")
            + string.Create(
                CultureInfo.InvariantCulture,
                $"{Decimal(line.PaymentAmount, line.PaymentCurrency)},{line.PaymentCurrency},{line.ExchangeRate},{Decimal(line.Gross, line.Currency)},{Decimal(line.Fee, line.Currency)},{Decimal(line.Net, line.Currency)},{line.Currency}\r\n");
    }

    private static string Decimal(long minorUnits, string currency) => new Money(minorUnits, Currency.Parse(currency)).ToDecimalText();

    private static Task Write(HttpContext context, string text) => context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted).AsTask();
}
