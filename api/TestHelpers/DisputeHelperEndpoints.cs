using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Disputes;
using PayGate.Api.Http;
using PayGate.Disputes;

namespace PayGate.Api.TestHelpers;

/// <summary>The routes that make the sandbox's cardholders dispute, and its issuers rule.</summary>
public static class DisputeHelperEndpoints
{
    public static void MapDisputeHelpers(this IEndpointRouteBuilder routes)
    {
        routes.MapTestHelper("payment_intents")
            .MapCommand("/{id}/dispute", Dispute, "disputePaymentIntent", "Have the cardholder dispute a payment")
            .RequireSecretKey()
            .Refuses("charge_already_refunded", "charge_disputed", "amount_too_large", "payment_intent_unexpected_state", "currency_not_supported");
        routes.MapTestHelper("disputes")
            .MapCommand("/{id}/decide", Decide, "decideDispute", "Have the issuer rule on a dispute")
            .RequireSecretKey()
            .Refuses(DisputeEndpoints.State);
    }

    internal static async Task<CommandResult<DisputeResource>> Dispute(string id, Params<DisputeParams> request, IGrainFactory grains) =>
        ObjectId.IsWellFormed("pi", id) && ObjectId.MayBelongTo(id, request.Tenant.MerchantId)
            ? await grains.GetGrain<IPaymentIntentGrain>(id).Dispute(
                new DisputePayment { Tenant = request.Tenant, Amount = request.Value.Amount, Reason = request.Value.Reason, Request = request.Info },
                CancellationToken.None)
            : new Refusal("resource_missing", "No such payment_intent.", "id");

    internal static Task<CommandResult<DisputeResource>> Decide(string id, Params<DecideDisputeParams> request, IGrainFactory grains) =>
        DisputeEndpoints.Run(id, request.Tenant, grains, grain => grain.Decide(
            new DecideDispute { Tenant = request.Tenant, Won = request.Value.Outcome == DecideDisputeParams.Won, Request = request.Info },
            CancellationToken.None));
}

/// <summary>The parameters of disputing a payment.</summary>
public sealed record DisputeParams : IParams<DisputeParams>, IExpanding
{
    /// <summary>Minor units; null disputes all that is left.</summary>
    public long? Amount { get; init; }

    public required string Reason { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static DisputeParams Read(ParamBinder parameters) => new()
    {
        Amount = parameters.OptionalInteger("amount", minimum: 1),
        Reason = parameters.OptionalEnum("reason", DisputeReasons.All) ?? DisputeReasons.Fraudulent,
        Expand = parameters.Expand(),
    };
}

/// <summary>The parameters of an issuer's ruling.</summary>
public sealed record DecideDisputeParams : IParams<DecideDisputeParams>, IExpanding
{
    public const string Won = "won";

    public required string Outcome { get; init; }

    public required IReadOnlySet<string> Expand { get; init; }

    public static DecideDisputeParams Read(ParamBinder parameters) => new()
    {
        Outcome = parameters.RequiredEnum("outcome", Won, "lost"),
        Expand = parameters.Expand(),
    };
}
