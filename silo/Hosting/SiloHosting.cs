using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using PayGate.Grains.Acquiring;
using PayGate.Grains.BankScripts;
using PayGate.Grains.Bins;
using PayGate.Grains.CheckoutSessions;
using PayGate.Grains.Clocks;
using PayGate.Grains.Customers;
using PayGate.Grains.DueWork;
using PayGate.Grains.Erasure;
using PayGate.Grains.Faults;
using PayGate.Grains.Journal;
using PayGate.Grains.Merchants;
using PayGate.Grains.Payouts;
using PayGate.Grains.RateLimits;
using PayGate.Grains.RefundRequests;
using PayGate.Grains.Settlements;
using PayGate.Silo.Acquiring;
using PayGate.Silo.Bins;
using PayGate.Silo.Books;
using PayGate.Silo.Clocks;
using PayGate.Silo.Customers;
using PayGate.Silo.Demo;
using PayGate.Silo.DueWork;
using PayGate.Silo.Erasure;
using PayGate.Silo.Events;
using PayGate.Silo.ExchangeRates;
using PayGate.Silo.Faults;
using PayGate.Silo.Keys;
using PayGate.Silo.Merchants;
using PayGate.Silo.Payouts;
using PayGate.Silo.RateLimits;
using PayGate.Silo.RefundRequests;
using PayGate.Silo.Settlements;
using PayGate.Silo.Storage;

namespace PayGate.Silo.Hosting;

public static class SiloHosting
{
    /// <summary>Adds the actors and everything they stand on. The bank port needs an <c>IBank</c> in the same process.</summary>
    /// <param name="builder">The process.</param>
    /// <param name="options">Connection, data directory, mode.</param>
    /// <param name="keys">Opened before the process is built, because a wrong root key must end the start.</param>
    public static WebApplicationBuilder AddPayGateSilo(this WebApplicationBuilder builder, SiloOptions options, KeyHierarchy keys)
    {
        var services = builder.Services;
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IFailpoints>(new Failpoints(Environment.GetEnvironmentVariable(Failpoints.Variable), options.Sandbox));
        services.AddStorage(options.ConnectionString);
        services.AddRates(options.Rates);
        services.AddVault(keys, options.Keys);
        services.AddSingleton<IAcquirer, SimulatedAcquirer>();
        services.AddSingleton<IDueRows, DueRows>();
        services.AddSingleton<IFactReader, FactReader>();
        services.AddSingleton<ICustomerMethods, CustomerMethods>();
        services.AddSingleton<ICustomerTraces, CustomerTraces>();
        services.AddSingleton<PersonalDataEraser>();
        services.AddSingleton(options.Erasures);
        services.AddSingleton<IErasureList>(options.Erasures);
        services.AddHostedService<ErasureListKeeper>();
        services.AddBooks(options);
        services.AddSingleton<IPaymentStates, PaymentStates>();
        services.AddSingleton<IOpenRefundRequests, OpenRefundRequests>();
        services.AddSingleton<ISettlementMovements, SettlementMovements>();
        services.AddSingleton<IPayableBalances, PayableBalances>();
        services.AddSingleton<IPayoutBank, SimulatedPayoutBank>();
        services.AddSingleton<ScheduleOpener>();
        services.AddHostedService(provider => provider.GetRequiredService<ScheduleOpener>());
        services.AddSingleton<IAmountLeases, AmountLeases>();
        services.AddSingleton<AmountBudgets>();
        services.AddSingleton<IAmountBudgets>(provider => provider.GetRequiredService<AmountBudgets>());
        services.AddHostedService(provider => provider.GetRequiredService<AmountBudgets>());
        services.AddSingleton<ImportedBins>();
        services.AddSingleton<IBins>(provider => provider.GetRequiredService<ImportedBins>());
        services.AddHostedService(provider => provider.GetRequiredService<ImportedBins>());
        builder.AddSilo(options.Cluster, options.ConnectionString);
        services.AddHostedService(provider => provider.GetRequiredService<RateKeeper>());
        services.AddHostedService(provider => provider.GetRequiredService<FeeKeeper>());
        services.AddSingleton<DueWorkStarter>();
        services.AddHostedService(provider => provider.GetRequiredService<DueWorkStarter>());
        if (options.Sandbox)
        {
            services.AddSingleton<IClockOffset, ClockOffset>();
            services.AddSingleton<IDueTimes, DueTimes>();
            services.AddSingleton<IAnswerRecords, AnswerRecords>();
            services.AddSingleton<IBankScripts, BankScriptBook>();
            services.AddHostedService<DemoMerchant>();
        }

        return builder;
    }

    private static void AddBooks(this IServiceCollection services, SiloOptions options)
    {
        services.AddSingleton(BooksKey.OpenOrCreate(options.BooksKeyFile ?? Path.Combine(options.DataDirectory, BooksKey.DefaultName)));
        services.AddSingleton(new BooksRootFile(options.BooksRootsFile ?? Path.Combine(options.DataDirectory, BooksRootFile.DefaultName)));
        services.AddSingleton<BooksPeriods>();
        services.AddSingleton<BooksRootKeeper>();
        services.AddHostedService(provider => provider.GetRequiredService<BooksRootKeeper>());
    }

    private static void AddStorage(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => new SiloDatabase(connectionString));
        services.AddSingleton<PartitionKeeper>();
        services.AddHostedService(provider => provider.GetRequiredService<PartitionKeeper>());
        services.AddHostedService(provider => new IdempotencyPruner(
            provider.GetRequiredService<SiloDatabase>(), TimeProvider.System, provider.GetRequiredService<ILogger<IdempotencyPruner>>()));
        services.AddSingleton<JournalTransaction>();
        services.AddSingleton<HeadReader>();
        services.AddSingleton<GroupJournal>();
        services.AddSingleton<IJournal>(provider => provider.GetRequiredService<GroupJournal>());
        services.AddHostedService(provider => provider.GetRequiredService<GroupJournal>());
    }

    /// <summary>What payments are converted and charged at. The rates are looked after once the actors can be called.</summary>
    private static void AddRates(this IServiceCollection services, RateSourceOptions options)
    {
        services.TryAddSingleton(_ => options.ToSource());
        services.TryAddSingleton(options.Policy);
        services.AddSingleton<CurrentRates>();
        services.AddHostedService(provider => provider.GetRequiredService<CurrentRates>());
        services.AddSingleton<RateOrders>();
        services.AddSingleton<RateKeeper>();
        services.AddSingleton<FeeOrders>();
        services.AddSingleton<FeeKeeper>();
        services.AddSingleton<MerchantTerms>();
        services.AddSingleton<IMerchantTerms>(provider => provider.GetRequiredService<MerchantTerms>());
        services.AddHostedService(provider => provider.GetRequiredService<MerchantTerms>());
    }
}
