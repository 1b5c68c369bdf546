using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.PaymentIntents;
using PayGate.Api.Queries;

namespace PayGate.Api.CheckoutSessions;

/// <summary>The routes of <c>/v1/checkout/sessions</c>.</summary>
public static class SessionEndpoints
{
    private const string Read = "checkout_sessions:read";
    private const string Write = "checkout_sessions:write";

    public static void MapCheckoutSessions(this IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapResource(
            "checkout/sessions", "Checkout sessions", "What a customer is asked to pay for on the hosted page, line by line.");
        sessions.MapCommand("", Create, "createCheckoutSession", "Create a checkout session, and the payment that it is for")
            .RequireSecretKey(Write).Refuses([.. IntentRefusals.Opening, "resource_missing"]);
        sessions.MapRead("", List, "listCheckoutSessions", "List checkout sessions").RequireSecretKey(Read);
        sessions.MapRead("/{id}", Retrieve, "retrieveCheckoutSession", "Retrieve a checkout session").RequireSecretKey(Read);
        sessions.MapRead("/{id}/line_items", Lines, "listCheckoutSessionLineItems", "List what a session asks to be paid for").RequireSecretKey(Read);
        sessions.MapCommand("/{id}", Update, "updateCheckoutSession", "Update the metadata of a checkout session").RequireSecretKey(Write);
        sessions.MapCommand("/{id}/expire", Expire, "expireCheckoutSession", "End a checkout session that is not paid")
            .RequireSecretKey(Write).Refuses("checkout_session_unexpected_state");
    }

    internal static async Task<CommandResult<CheckoutSessionResource>> Create(Params<CreateSessionParams> request, SessionCommands commands) =>
        await commands.Create(request.Value, request.Tenant, request.Info, request.Context);

    internal static async Task<CommandResult<CheckoutSessionResource>> Update(
        string id, Params<UpdateSessionParams> request, CheckoutSessionQueries queries, SessionCommands commands) =>
        await queries.Find(id, request.Tenant, request.Aborted) is { } session
            ? await commands.Update(session, request.Value.Metadata, request.Info)
            : NoSuchSession;

    internal static async Task<CommandResult<CheckoutSessionResource>> Expire(
        string id, Params<ReadParams> request, CheckoutSessionQueries queries, SessionCommands commands) =>
        await queries.Find(id, request.Tenant, request.Aborted) is { } session ? await commands.Expire(session, request.Info) : NoSuchSession;

    internal static async Task<Results<ResourceResult<CheckoutSessionResource>, ErrorResult>> Retrieve(
        string id, Params<ReadParams> request, CheckoutSessionQueries queries, SessionRenderer renderer) =>
        await queries.Find(id, request.Tenant, request.Aborted) is { } session
            ? new ResourceResult<CheckoutSessionResource>(await renderer.Render(session, request.Expansion, request.Context))
            : ErrorResult.ResourceMissing();

    internal static async Task<Results<ListResult<CheckoutSessionResource>, ErrorResult>> List(
        Params<SessionListParams> request, CheckoutSessionQueries queries, SessionRenderer renderer)
    {
        if (await queries.List(request.Tenant, request.Value, request.Aborted) is not { } page)
        {
            return ListResult.NoSuchCursor(request.Value.Query);
        }

        var shown = await Task.WhenAll(page.Items.Select(session => renderer.Render(session, request.Expansion, request.Context)));
        return ListResult.Of("/v1/checkout/sessions", new Page<CheckoutSessionResource>(shown, page.HasMore, page.TotalCount));
    }

    internal static async Task<Results<ListResult<LineItemResource>, ErrorResult>> Lines(
        string id, Params<LineListParams> request, CheckoutSessionQueries queries) =>
        await queries.Find(id, request.Tenant, request.Aborted) is { } session
            ? LineList.Of($"/v1/checkout/sessions/{id}/line_items", session.Lines, request.Value)
            : ErrorResult.ResourceMissing();

    private static readonly Refusal NoSuchSession = new("resource_missing", "No such checkout.session.", "id");
}
