using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Api.Queries;
using PayGate.CardTokens;

namespace PayGate.Api.CardTokens;

/// <summary>Shows payment methods, with the customer in the place of its id where that was asked for.</summary>
public sealed class PaymentMethodReader(CardTokenStore store, PaymentMethodQueries methods, CustomerQueries customers)
{
    /// <summary>One of the tenant's, or null.</summary>
    public async Task<PaymentMethodResource?> Find(string id, Tenant tenant, Expansion expansion, CancellationToken cancellationToken) =>
        await store.Find(CardTokenStore.MethodPrefix, id, tenant, cancellationToken) is { } token
            ? await Render(token, expansion, cancellationToken)
            : null;

    /// <summary>One page of a customer's saved cards, newest first; null for an unknown cursor.</summary>
    public async Task<Page<PaymentMethodResource>?> List(
        string customerId, Tenant tenant, ListQuery query, Expansion expansion, CancellationToken cancellationToken) =>
        await Saved(customerId, tenant, query, cancellationToken) is { } page
            ? new(await Task.WhenAll(page.Items.Select(token => Render(token, expansion, cancellationToken))), page.HasMore, page.TotalCount)
            : null;

    /// <inheritdoc cref="List"/>
    public async Task<Page<SourceResource>?> ListSources(
        string customerId, Tenant tenant, ListQuery query, Expansion expansion, CancellationToken cancellationToken) =>
        await Saved(customerId, tenant, query, cancellationToken) is { } page
            ? new(await Task.WhenAll(page.Items.Select(token => RenderSource(token, expansion, cancellationToken))), page.HasMore, page.TotalCount)
            : null;

    /// <summary>A customer's saved card in the older shape, or null.</summary>
    public async Task<SourceResource?> FindSource(
        string id, string customerId, Tenant tenant, Expansion expansion, CancellationToken cancellationToken) =>
        await store.Find(CardTokenStore.MethodPrefix, id, tenant, cancellationToken) is { } token && token.Customer == customerId
            ? await RenderSource(token, expansion, cancellationToken)
            : null;

    /// <summary>Whether a handle is a customer's saved card, without showing it.</summary>
    public async Task<bool> IsSource(string id, string customerId, Tenant tenant, CancellationToken cancellationToken) =>
        await store.Know(CardTokenStore.MethodPrefix, id, tenant, cancellationToken) is { } token && token.Customer == customerId;

    private async Task<Page<CardToken>?> Saved(string customerId, Tenant tenant, ListQuery query, CancellationToken cancellationToken)
    {
        if (await methods.List(customerId, tenant, query, cancellationToken) is not { } page)
        {
            return null;
        }

        var tokens = await Task.WhenAll(page.Items.Select(id => store.Find(CardTokenStore.MethodPrefix, id, tenant, cancellationToken)));
        // One that was detached since its id was read is the customer's no more.
        return new Page<CardToken>([.. tokens.OfType<CardToken>().Where(token => token.Customer == customerId)], page.HasMore, page.TotalCount);
    }

    private async Task<PaymentMethodResource> Render(CardToken token, Expansion expansion, CancellationToken cancellationToken) =>
        token.ToPaymentMethodResource() with { Customer = await Owner(token, expansion, cancellationToken) };

    private async Task<SourceResource> RenderSource(CardToken token, Expansion expansion, CancellationToken cancellationToken) =>
        token.ToSource() with { Customer = await Owner(token, expansion, cancellationToken) };

    private async Task<Expandable> Owner(CardToken token, Expansion expansion, CancellationToken cancellationToken) =>
        token.Customer is { } id
        && expansion.Contains("customer")
        && await customers.Find(id, token.Tenant, cancellationToken) is { } customer
            ? new Expandable(id, customer.ToAnyResource())
            : token.Customer;
}
