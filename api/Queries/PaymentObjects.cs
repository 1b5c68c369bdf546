using Microsoft.AspNetCore.Http;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.PaymentIntents;
using PayGate.Wire.V1;

namespace PayGate.Api.Queries;

/// <summary>Reading of objects that belong to payments: refunds, charges, balance transactions.</summary>
internal static class PaymentObjects
{
    public static async Task<IResult> Retrieve(
        PaymentQueries.Kind kind, string id, HttpContext context, PaymentReader payments, Func<PaymentQueries.Found, Expansion, object> render)
    {
        var read = await RequestParams.Read(context);
        if (!read.IsSuccess)
        {
            return ErrorResult.From(read.Refusal);
        }

        var parameters = read.Value.Bind();
        var expand = parameters.Expand();
        return parameters.Refusal() is { } refusal ? ErrorResult.From(refusal)
            : await payments.Find(kind, id, context) is { } found ? new ResourceResult(render(found, new Expansion(expand)))
            : ErrorResult.ResourceMissing();
    }

    /// <summary>Newest first; all three can be narrowed to one payment, refunds also to one charge.</summary>
    public static async Task<IResult> List(
        PaymentQueries.Kind kind, string url, HttpContext context, PaymentQueries queries, Func<PaymentQueries.Found, Expansion, object> render)
    {
        var read = await RequestParams.Read(context);
        if (!read.IsSuccess)
        {
            return ErrorResult.From(read.Refusal);
        }

        var parameters = read.Value.Bind();
        var query = ListQuery.Read(parameters);
        var paymentId = kind == PaymentQueries.Kind.BalanceTransaction ? null : parameters.OptionalString("payment_intent", 255);
        var chargeId = kind == PaymentQueries.Kind.Refund ? parameters.OptionalString("charge", 255) : null;
        var expansion = new Expansion(ListExpansion.Of(parameters.Expand()));
        if (parameters.Refusal() is { } refusal)
        {
            return ErrorResult.From(refusal);
        }

        var page = await queries.List(kind, context.Tenant(), query, paymentId, chargeId, context.RequestAborted);
        return page is { } found
            ? PageResult.Of(url, found.HasMore, found.Items, item => render(item, expansion))
            : ErrorResult.From(PageResult.NoSuchCursor(query));
    }
}
