using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.CheckoutSessions;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.Queries;

namespace PayGate.Api.PaymentLinks;

/// <summary>The routes of <c>/v1/payment_links</c>.</summary>
public static class PaymentLinkEndpoints
{
    private const string Url = "/v1/payment_links";
    private const string Read = "payment_links:read";
    private const string Write = "payment_links:write";

    private static readonly Refusal NoSuchLink = new("resource_missing", "No such payment_link.", "id");

    public static void MapPaymentLinks(this IEndpointRouteBuilder routes)
    {
        var links = routes.MapResource("payment_links", "Payment links", "Addresses under which anybody may pay for the same lines, again and again.");
        links.MapCommand("", Create, "createPaymentLink", "Create a payment link").RequireSecretKey(Write)
            .Refuses("amount_too_small", "amount_too_large", "currency_not_supported");
        links.MapRead("", List, "listPaymentLinks", "List payment links").RequireSecretKey(Read);
        links.MapRead("/{id}", Retrieve, "retrievePaymentLink", "Retrieve a payment link").RequireSecretKey(Read);
        links.MapRead("/{id}/line_items", Lines, "listPaymentLinkLineItems", "List what a payment link asks to be paid for").RequireSecretKey(Read);
        links.MapCommand("/{id}", Update, "updatePaymentLink", "Open or close a payment link, or change its words").RequireSecretKey(Write);
    }

    internal static async Task<CommandResult<PaymentLinkResource>> Create(Params<CreateLinkParams> request, PaymentLinkCommands commands) =>
        await commands.Create(request.Value, request.Tenant, request.Info, request.Context);

    internal static async Task<CommandResult<PaymentLinkResource>> Update(
        string id, Params<UpdateLinkParams> request, PaymentLinkQueries queries, PaymentLinkCommands commands) =>
        await queries.Find(id, request.Tenant, request.Aborted) is null
            ? NoSuchLink
            : await commands.Update(id, request.Value, request.Tenant, request.Info);

    internal static async Task<Results<ResourceResult<PaymentLinkResource>, ErrorResult>> Retrieve(
        string id, Params<ReadParams> request, PaymentLinkQueries queries) =>
        await queries.Find(id, request.Tenant, request.Aborted) is { } link
            ? new ResourceResult<PaymentLinkResource>(link.ToResource())
            : ErrorResult.ResourceMissing();

    internal static async Task<Results<ListResult<PaymentLinkResource>, ErrorResult>> List(Params<LinkListParams> request, PaymentLinkQueries queries) =>
        await queries.List(request.Tenant, request.Value, request.Aborted) is { } page
            ? ListResult.Of(Url, page.Select(link => link.ToResource()))
            : ListResult.NoSuchCursor(request.Value.Query);

    internal static async Task<Results<ListResult<LineItemResource>, ErrorResult>> Lines(
        string id, Params<LineListParams> request, PaymentLinkQueries queries) =>
        await queries.Find(id, request.Tenant, request.Aborted) is { } link
            ? LineList.Of($"{Url}/{id}/line_items", link.Lines, request.Value)
            : ErrorResult.ResourceMissing();
}
