using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PayGate.Bank.Journal;
using PayGate.Bank.Laboratory;
using PayGate.Bank.SettlementFiles;
using PayGate.Bank.Transfers;

namespace PayGate.Bank.Hosting;

public static class BankHosting
{
    /// <summary>
    /// Adds the simulated bank: <see cref="IBank"/>, its pool and its writer, which starts and stops with the host. Register
    /// <see cref="IBankLaboratory"/> or a <see cref="TimeProvider"/> to replace the defaults. Schema bank must exist: the embedded scripts
    /// <c>Sql/*.sql</c>.
    /// </summary>
    public static IServiceCollection AddPayGateBank(this IServiceCollection services, BankOptions options)
    {
        options.Validate();
        services.TryAddSingleton(TimeProvider.System);
        services.AddLogging();
        services.AddSingleton(options);
        services.AddSingleton<BankDatabase>();
        services.AddSingleton<ScriptStore>();
        services.AddSingleton<ScriptedLaboratory>();
        services.TryAddSingleton<IBankLaboratory>(provider => provider.GetRequiredService<ScriptedLaboratory>());
        services.AddSingleton<IBankScriptBook>(provider => provider.GetRequiredService<ScriptedLaboratory>());
        services.AddHostedService(provider => provider.GetRequiredService<ScriptedLaboratory>());
        services.AddSingleton<JournalTransaction>();
        services.AddSingleton<JournalWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<JournalWriter>());
        services.AddSingleton<ITransferLaboratory>(provider => provider.GetRequiredService<ScriptedLaboratory>());
        services.AddSingleton<IBankTransfers, SimulatedTransfers>();
        services.AddSingleton<IBankSettlementFiles, SettlementFileWriter>();
        services.AddSingleton<IBank, SimulatedBank>();
        return services;
    }
}
