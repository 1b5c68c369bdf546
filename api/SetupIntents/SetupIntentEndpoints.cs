using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.Pages;
using PayGate.Api.PaymentIntents;
using PayGate.Api.Queries;
using PayGate.SetupIntents;

namespace PayGate.Api.SetupIntents;

/// <summary>The routes of <c>/v1/setup_intents</c>.</summary>
public static class SetupIntentEndpoints
{
    private const string Read = "setup_intents:read";
    private const string Write = "setup_intents:write";

    /// <summary>The setup's status forbids the operation; the error shows the setup.</summary>
    private const string State = "setup_intent_unexpected_state";

    private static readonly string[] Attempt =
        [.. IntentRefusals.Attempt, "customer_max_payment_methods", "bank_unavailable"];

    public static void MapSetupIntents(this IEndpointRouteBuilder routes)
    {
        var setups = routes.MapResource(
            "setup_intents", "Setup intents", "Cards made ready for later payments: verified at the bank, and saved for a customer.");
        setups.MapCommand("", Create, "createSetupIntent", "Create a setup intent, and confirm it if wanted")
            .RequireSecretKey(Write).Refuses([State, .. Attempt]);
        setups.MapRead("", List, "listSetupIntents", "List setup intents").RequireSecretKey(Read);
        setups.MapRead("/{id}", Retrieve, "retrieveSetupIntent", "Retrieve a setup intent").AllowClientSecret(Read);
        setups.MapCommand("/{id}", Update, "updateSetupIntent", "Update a setup intent that has not come to its end")
            .RequireSecretKey(Write).Refuses([State, .. Attempt]);
        setups.MapCommand("/{id}/confirm", Confirm, "confirmSetupIntent", "Verify the card and save it")
            .AllowClientSecret(Write).Refuses([State, .. Attempt]);
        setups.MapCommand("/{id}/cancel", Cancel, "cancelSetupIntent", "Cancel a setup intent").RequireSecretKey(Write).Refuses(State);
    }

    internal static async Task<CommandResult<SetupIntentResource>> Create(
        Params<CreateSetupParams> request, SetupIntentCommands commands, IGrainFactory grains, PagesOptions pages, TimeProvider clock)
    {
        var (tenant, parameters) = (request.Tenant, request.Value);
        var method = await commands.Store(parameters.Method, tenant, request.Aborted);
        return !method.IsSuccess ? method.Refusal : await grains
            .GetGrain<ISetupIntentGrain>(ObjectId.New("seti", tenant.MerchantId, clock.GetUtcNow())).Create(
                new CreateSetupIntent
                {
                    Tenant = tenant,
                    Details = parameters.Details,
                    PaymentMethodId = method.Value,
                    Confirm = parameters.Confirm,
                    Options = parameters.Options with { PublicUrl = PublicAddress.RootFor(request.Context.Request, pages) },
                    Request = request.Info,
                },
                CancellationToken.None);
    }

    internal static Task<CommandResult<SetupIntentResource>> Update(
        string id, Params<UpdateSetupParams> request, SetupIntentCommands commands) =>
        commands.Run(id, request.Context, async (tenant, setup) =>
        {
            var method = await commands.Store(request.Value.Method, tenant, request.Aborted);
            return !method.IsSuccess ? method.Refusal : await setup.Update(
                new UpdateSetupIntent
                {
                    Tenant = tenant,
                    Customer = request.Value.Customer,
                    Description = request.Value.Description,
                    Metadata = request.Value.Metadata,
                    PaymentMethodId = method.Value is not null || request.Value.UnsetsMethod ? new Patch<string>(method.Value) : default,
                    Request = request.Info,
                },
                CancellationToken.None);
        });

    internal static Task<CommandResult<SetupIntentResource>> Confirm(
        string id, Params<ConfirmSetupParams> request, SetupIntentCommands commands, PagesOptions pages) =>
        commands.Run(id, request.Context, async (tenant, setup) =>
        {
            var method = await commands.Store(request.Value.Method, tenant, request.Aborted);
            return !method.IsSuccess ? method.Refusal : await setup.Confirm(
                new ConfirmSetupIntent
                {
                    Tenant = tenant,
                    PaymentMethodId = method.Value,
                    Options = request.Value.Options with { PublicUrl = PublicAddress.RootFor(request.Context.Request, pages) },
                    Request = request.Info,
                },
                CancellationToken.None);
        });

    internal static Task<CommandResult<SetupIntentResource>> Cancel(
        string id, Params<CancelSetupParams> request, SetupIntentCommands commands) =>
        commands.Run(id, request.Context, (tenant, setup) => setup.Cancel(
            new CancelSetupIntent { Tenant = tenant, Reason = request.Value.Reason, Request = request.Info }, CancellationToken.None));

    internal static async Task<Results<ResourceResult<SetupIntentResource>, ErrorResult>> Retrieve(
        string id, Params<ReadParams> request, SetupIntentReader setups) =>
        await setups.Find(id, request.Context) is { } setup
            ? new ResourceResult<SetupIntentResource>(await setups.Render(setup, request.Expansion, request.Context))
            : ErrorResult.From(SetupIntentCommands.NoSuchSetup(id));

    internal static async Task<Results<ListResult<SetupIntentResource>, ErrorResult>> List(
        Params<SetupListParams> request, SetupIntentQueries queries, SetupIntentReader setups)
    {
        if (await queries.List(request.Tenant, request.Value, request.Aborted) is not { } page)
        {
            return ListResult.NoSuchCursor(request.Value.Query);
        }

        var shown = await Task.WhenAll(page.Items.Select(setup => setups.Render(setup, request.Expansion, request.Context)));
        return ListResult.Of("/v1/setup_intents", new Page<SetupIntentResource>(shown, page.HasMore, page.TotalCount));
    }
}
