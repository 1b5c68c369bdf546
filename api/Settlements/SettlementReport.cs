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
/// All lines of a batch as CSV (RFC 4180) in the order in which they happened, amounts in smallest units. It goes out while it is read, so it may have any length; the batch
/// is closed, so it is the same every time.
/// </summary>
public sealed class SettlementReport(SettlementBatch batch, SettlementLineQueries lines) : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    /// <summary>Lines read at once.</summary>
    private const int PartMax = 1_000;

    private const string Header =
        "id,type,source,payment_intent,order_id,created,payment_amount,payment_currency,exchange_rate,gross,fee,net,currency\r\n";

    public int? StatusCode => StatusCodes.Status200OK;

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new RouteAnswer(typeof(string), AnswerShape.Csv));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "text/csv; charset=utf-8; header=present";
        httpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"{batch.Id}.csv\"";
        await Write(httpContext, Header);
        for (var after = ""; ;)
        {
            var part = await lines.Following(batch.Id, after, PartMax, httpContext.RequestAborted);
            await Write(httpContext, string.Concat(part.Select(Row)));
            if (part.Count < PartMax)
            {
                return;
            }

            after = part[^1].Id;
        }
    }

    private static string Row(FoundLine found)
    {
        var line = found.Payment.ToSettlementLine(found.Id, found.OfPayment);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{line.Id},{line.Type},{line.Source},{line.PaymentIntent},{CsvText.Field(line.OrderId)},{DateTimeOffset.FromUnixTimeSeconds(line.Created):yyyy-MM-ddTHH:mm:ssZ},")
            + string.Create(
                CultureInfo.InvariantCulture,
                $"{line.PaymentAmount},{line.PaymentCurrency},{line.ExchangeRate},{line.Gross},{line.Fee},{line.Net},{line.Currency}\r\n");
    }

    private static Task Write(HttpContext context, string text) => context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted).AsTask();
}
