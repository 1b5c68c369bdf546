using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PayGate.Api.Balance;
using PayGate.Api.BalanceTransactions;
using PayGate.Api.Bins;
using PayGate.Api.CardTokens;
using PayGate.Api.Charges;
using PayGate.Api.CheckoutPages;
using PayGate.Api.CheckoutSessions;
using PayGate.Api.Commands;
using PayGate.Api.Customers;
using PayGate.Api.Disputes;
using PayGate.Api.Events;
using PayGate.Api.ExchangeRates;
using PayGate.Api.Health;
using PayGate.Api.Http;
using PayGate.Api.Limits;
using PayGate.Api.OpenApi;
using PayGate.Api.Pages;
using PayGate.Api.PaymentIntents;
using PayGate.Api.PaymentLinks;
using PayGate.Api.Payouts;
using PayGate.Api.Queries;
using PayGate.Api.Quotes;
using PayGate.Api.RefundRequests;
using PayGate.Api.Refunds;
using PayGate.Api.Settlements;
using PayGate.Api.SetupIntents;
using PayGate.Api.Shop;
using PayGate.Api.Summary;
using PayGate.Api.TestHelpers;
using PayGate.Cards;
using PayGate.EncryptionKeys;

namespace PayGate.Api.Hosting;

public static class ApiHosting
{
    /// <summary>Adds the HTTP API and the pages. The process also holds an Orleans client, or the silo itself.</summary>
    /// <param name="builder">The process.</param>
    /// <param name="options">Connection, directories, mode.</param>
    /// <param name="secrets">What the vault gives the API: never the root key.</param>
    public static WebApplicationBuilder AddPayGateApi(this WebApplicationBuilder builder, ApiOptions options, ApiSecrets secrets)
    {
        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton(options.Operator);
        services.TryAddSingleton(TimeProvider.System);
        services.AddPayGateHttp(new HttpOptions
        {
            IdempotencyHashKey = secrets.RequestHashKey,
            PublicOrigins = options.PublicUrl is { } url ? new HashSet<string> { url.GetLeftPart(UriPartial.Authority) } : [],
        });
        services.AddSingleton<IClientSecrets>(new HmacClientSecrets(secrets.ClientSecretKey));
        services.AddSingleton(new CardSealer(secrets.TransportKeys));
        services.AddSingleton(_ => new ApiDatabase(options.ConnectionString));
        services.AddSingleton<ApiKeyDirectory>();
        services.AddSingleton<IApiKeyDirectory>(provider => provider.GetRequiredService<ApiKeyDirectory>());
        services.AddHostedService(provider => provider.GetRequiredService<ApiKeyDirectory>());
        services.AddSingleton<PaymentQueries>();
        services.AddSingleton<MerchantQueries>();
        services.AddSingleton<CustomerQueries>();
        services.AddSingleton<CustomerCommands>();
        services.AddSingleton<CustomerRenderer>();
        services.AddSingleton<PaymentMethodQueries>();
        services.AddSingleton<PaymentMethodReader>();
        services.AddSingleton<CardAccessQueries>();
        services.AddSingleton<CheckoutSessionQueries>();
        services.AddSingleton<SessionCommands>();
        services.AddSingleton<SessionRenderer>();
        services.AddSingleton<PaymentLinkQueries>();
        services.AddSingleton<PaymentLinkCommands>();
        services.AddSingleton<SetupIntentQueries>();
        services.AddSingleton<SetupIntentReader>();
        services.AddSingleton<SetupIntentCommands>();
        services.AddSingleton<RefundRequestQueries>();
        services.AddSingleton<RefundRequestReader>();
        services.AddSingleton<DisputeQueries>();
        services.AddSingleton<DisputeReader>();
        services.AddSingleton<SettlementQueries>();
        services.AddSingleton<SettlementLineQueries>();
        services.AddSingleton<PayoutQueries>();
        services.AddSingleton<PayoutBreakdownQueries>();
        services.AddSingleton<BalanceTransactionQueries>();
        services.AddSingleton<BalanceQueries>();
        services.AddSingleton<ExchangeRateQueries>();
        services.AddSingleton<QuoteQueries>();
        services.AddSingleton<SummaryQueries>();
        services.AddSingleton<IssuerQuestions>();
        services.AddSingleton<EventQueries>();
        services.AddSingleton<IIdempotencyRecords, IdempotencyRecords>();
        services.AddSingleton<AnswerExpansion>();
        services.AddSingleton<CommandRunner>();
        services.AddSingleton<PaymentReader>();
        services.AddSingleton<PaymentRelations>();
        services.AddSingleton<IntentRenderer>();
        services.AddSingleton<PaymentCommands>();
        services.AddSingleton<CardTokenStore>();
        services.AddSingleton<IShopOrders, DemoShopOrders>();
        services.AddPages(new PagesOptions { Root = options.WebDirectory, PublicUrl = options.PublicUrl }, new ShopOptions());
        return builder;
    }

    public static WebApplication MapPayGate(this WebApplication app)
    {
        app.UsePayGateHttp();
        app.MapOperatorPages();
        app.UseReferencePage();
        app.MapHealth();
        app.MapResources();
        app.MapReference();
        app.MapPages();
        app.MapReceipts();
        app.MapLinks();
        app.MapShop();
        if (app.Services.GetRequiredService<ApiOptions>().Sandbox)
        {
            app.MapIssuer();
        }

        return app;
    }

    /// <summary>Everything under <c>/v1</c>.</summary>
    internal static void MapResources(this IEndpointRouteBuilder routes)
    {
        routes.MapPaymentIntents();
        routes.MapCustomers();
        routes.MapPaymentMethods();
        routes.MapSetupIntents();
        routes.MapCheckoutSessions();
        routes.MapPaymentLinks();
        routes.MapTokens();
        routes.MapBins();
        routes.MapRefunds();
        routes.MapRefundRequests();
        routes.MapDisputes();
        routes.MapLimits();
        routes.MapCharges();
        routes.MapBalance();
        routes.MapBalanceTransactions();
        routes.MapExchangeRates();
        routes.MapQuotes();
        routes.MapPayouts();
        routes.MapSettlements();
        routes.MapSummary();
        routes.MapEvents();
        routes.MapCheckoutPages();
        routes.MapTestHelpers();
    }
}
