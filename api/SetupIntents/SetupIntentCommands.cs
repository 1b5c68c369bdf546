using Microsoft.AspNetCore.Http;
using PayGate.Api.CardTokens;
using PayGate.Api.Commands;
using PayGate.SetupIntents;

namespace PayGate.Api.SetupIntents;

/// <summary>Sends commands to the actors of setups that the caller may see.</summary>
public sealed class SetupIntentCommands(SetupIntentReader setups, CardTokenStore cards, IGrainFactory grains)
{
    /// <summary>
    /// The setup is read first: a browser's credential does not say whose it is, and a card must not be stored for one that is not there. A refusal because of the
    /// setup's state comes with that state.
    /// </summary>
    public async Task<CommandResult<SetupIntentResource>> Run(
        string id, HttpContext context, Func<Tenant, ISetupIntentGrain, Task<Outcome<Answer>>> command)
    {
        if (await setups.Find(id, context) is not { } setup)
        {
            return NoSuchSetup(id);
        }

        var outcome = await command(setup.Tenant, grains.GetGrain<ISetupIntentGrain>(id));
        return new CommandResult<SetupIntentResource>(outcome)
        {
            Setup = outcome.Refusal?.Code == "setup_intent_unexpected_state" && await setups.Find(id, context) is { } now
                ? await setups.Render(now, Expansion.None, context)
                : null,
        };
    }

    /// <summary>The id of the handle that a request means: its own card, stored; a named test method, made the merchant's own; or what it names.</summary>
    public async Task<Outcome<string?>> Store(SetupMethodParams method, Tenant tenant, CancellationToken cancellationToken)
    {
        if (!method.IsGiven)
        {
            return (string?)null!;
        }

        var stored = method.Card is { } card
            ? await cards.StoreMethod(new NewHandle { Card = card.Card, Billing = card.Billing }, tenant)
            : await cards.Own(method.MethodId!, tenant, cancellationToken);
        return stored.IsSuccess ? stored.Value : stored.Refusal.Param == "id" ? stored.Refusal with { Param = "payment_method" } : stored.Refusal;
    }

    /// <summary>A path may hold anything, a card number too: only what can be an id is repeated.</summary>
    public static Refusal NoSuchSetup(string id) =>
        new("resource_missing", ObjectId.IsWellFormed("seti", id) ? $"No such setup_intent: '{id}'" : "No such setup_intent.", "id");
}
