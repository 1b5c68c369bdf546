using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.Queries;
using PayGate.PaymentIntents;
using PayGate.Wire.V1;

namespace PayGate.Api.PaymentIntents;

/// <summary>The routes of <c>/v1/payment_intents</c>.</summary>
public static class PaymentIntentEndpoints
{
    public static IEndpointRouteBuilder MapPaymentIntents(this IEndpointRouteBuilder routes)
    {
        var intents = routes.MapGroup("/v1/payment_intents").WithTags("Payment intents");
        intents.MapPost("", Create).RequireSecretKey("payment_intents:write");
        intents.MapGet("", List).RequireSecretKey("payment_intents:read");
        intents.MapGet("/{id}", Retrieve).AllowClientSecret("payment_intents:read");
        intents.MapPost("/{id}/confirm", Confirm).AllowClientSecret("payment_intents:write");
        intents.MapPost("/{id}/capture", Capture).RequireSecretKey("payment_intents:write");
        intents.MapPost("/{id}/cancel", Cancel).RequireSecretKey("payment_intents:write");
        return routes;
    }

    internal static async Task<IResult> Create(HttpContext context, CommandRunner runner, PaymentMethodData methods, IGrainFactory grains, TimeProvider clock)
    {
        var read = await RequestParams.Read(context);
        if (!read.IsSuccess)
        {
            return ErrorResult.From(read.Refusal);
        }

        var tenant = context.Tenant();
        var parameters = read.Value.Bind();
        var create = CreateParams.Read(parameters, tenant);
        var card = methods.Read(parameters);
        var expand = parameters.Expand();
        if (card is not null && parameters.Refusal() is null && await runner.FindRecorded(context, read.Value) is { } recorded)
        {
            return recorded;
        }

        return await runner.Run(context, read.Value, expand, parameters.Refusal(), async request =>
        {
            var id = ObjectId.New("pi", tenant.MerchantId, clock.GetUtcNow());
            var method = await methods.Store(card, tenant, id, context.RequestAborted);
            return method.Refusal is { } unusable
                ? unusable
                : await grains.GetGrain<IPaymentIntentGrain>(id).Create(
                    create with { Request = request, PaymentMethodId = method.Value ?? create.PaymentMethodId }, CancellationToken.None);
        });
    }

    internal static async Task<IResult> Confirm(
        string id, HttpContext context, CommandRunner runner, PaymentMethodData methods, PaymentReader payments, IGrainFactory grains)
    {
        var read = await RequestParams.Read(context);
        if (!read.IsSuccess)
        {
            return ErrorResult.From(read.Refusal);
        }

        var parameters = read.Value.Bind();
        var methodId = parameters.OptionalString("payment_method", 255);
        var card = methods.Read(parameters);
        ConfirmParams.ReadAccepted(parameters);
        var expand = parameters.Expand();
        if (await payments.FindPayment(id, context) is not { } payment)
        {
            return await runner.Run(context, read.Value, expand, NoSuchIntent(id), _ => throw new InvalidOperationException("A refused request does not run."));
        }

        if (card is not null && parameters.Refusal() is null && await runner.FindRecorded(context, read.Value) is { } recorded)
        {
            return recorded;
        }

        var tenant = new Tenant { MerchantId = payment.MerchantId, Livemode = payment.Livemode };
        return await runner.Run(context, read.Value, expand, parameters.Refusal(), async request =>
        {
            var method = await methods.Store(card, tenant, id, context.RequestAborted);
            return method.Refusal is { } unusable
                ? unusable
                : await grains.GetGrain<IPaymentIntentGrain>(id).Confirm(
                    new ConfirmPaymentIntent { Tenant = tenant, PaymentMethodId = method.Value ?? methodId, Request = request }, CancellationToken.None);
        });
    }

    internal static Task<IResult> Capture(string id, HttpContext context, CommandRunner runner, PaymentReader payments, IGrainFactory grains) => Command(
        id, context, runner, payments,
        parameters => parameters.OptionalInteger("amount_to_capture", minimum: 1),
        (amount, tenant, request) => grains.GetGrain<IPaymentIntentGrain>(id).Capture(
            new CapturePayment { Tenant = tenant, AmountToCapture = amount, Request = request }, CancellationToken.None));

    internal static Task<IResult> Cancel(string id, HttpContext context, CommandRunner runner, PaymentReader payments, IGrainFactory grains) => Command(
        id, context, runner, payments,
        parameters => parameters.OptionalEnum("cancellation_reason", "duplicate", "fraudulent", "requested_by_customer", "abandoned"),
        (reason, tenant, request) => grains.GetGrain<IPaymentIntentGrain>(id).Cancel(
            new CancelPaymentIntent { Tenant = tenant, Reason = reason, Request = request }, CancellationToken.None));

    internal static async Task<IResult> Retrieve(string id, HttpContext context, PaymentReader payments, IClientSecrets secrets)
    {
        var read = await RequestParams.Read(context);
        if (!read.IsSuccess)
        {
            return ErrorResult.From(read.Refusal);
        }

        var parameters = read.Value.Bind();
        var expand = parameters.Expand();
        return parameters.Refusal() is { } refusal ? ErrorResult.From(refusal)
            : await payments.FindPayment(id, context) is { } payment ? new ResourceResult(Resource(payment, expand, context, secrets))
            : ErrorResult.From(NoSuchIntent(id));
    }

    internal static async Task<IResult> List(HttpContext context, PaymentQueries queries, IClientSecrets secrets)
    {
        var read = await RequestParams.Read(context);
        if (!read.IsSuccess)
        {
            return ErrorResult.From(read.Refusal);
        }

        var parameters = read.Value.Bind();
        var query = ListQuery.Read(parameters);
        var expand = ListExpansion.Of(parameters.Expand());
        if (parameters.Refusal() is { } refusal)
        {
            return ErrorResult.From(refusal);
        }

        var page = await queries.List(PaymentQueries.Kind.PaymentIntent, context.Tenant(), query, null, null, context.RequestAborted);
        return page is { } found
            ? PageResult.Of("/v1/payment_intents", found.HasMore, found.Items, item => Resource(item.Payment, expand, context, secrets))
            : ErrorResult.From(PageResult.NoSuchCursor(query));
    }

    internal static PaymentIntentResource Resource(PaymentIntent payment, IReadOnlySet<string> expand, HttpContext context, IClientSecrets secrets)
    {
        var browser = context.Caller().Kind is CallerKind.ClientSecret or CallerKind.Publishable;
        return payment.ToResource(new Expansion(expand), browser) with { ClientSecret = secrets.For(payment.Id) };
    }

    /// <summary>A path may hold anything, a card number too: only what can be an id is repeated.</summary>
    private static Refusal NoSuchIntent(string id) =>
        new("resource_missing", ObjectId.IsWellFormed("pi", id) ? $"No such payment_intent: '{id}'" : "No such payment_intent.", "intent");

    /// <summary>An id that no row of the caller's merchant has never reaches an actor: unknown ids leave nothing behind.</summary>
    private static async Task<IResult> Command<T>(
        string id,
        HttpContext context,
        CommandRunner runner,
        PaymentReader payments,
        Func<ParamBinder, T> bind,
        Func<T, Tenant, RequestInfo, Task<Outcome<Answer>>> call)
    {
        var read = await RequestParams.Read(context);
        if (!read.IsSuccess)
        {
            return ErrorResult.From(read.Refusal);
        }

        var parameters = read.Value.Bind();
        var bound = bind(parameters);
        var expand = parameters.Expand();
        var refusal = parameters.Refusal() ?? (await payments.FindPayment(id, context) is null ? NoSuchIntent(id) : null);
        return await runner.Run(context, read.Value, expand, refusal, request => call(bound, context.Tenant(), request));
    }
}
