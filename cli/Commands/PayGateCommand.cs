using System.CommandLine;
using PayGate.Cli.Commands.Fees;
using PayGate.Cli.Commands.Keys;
using PayGate.Cli.Commands.Rates;

namespace PayGate.Cli.Commands;

/// <summary>The <c>paygate</c> command and its verbs.</summary>
public static class PayGateCommand
{
    public static RootCommand Create() => new("PayGate, a self-hosted card payment gateway.")
    {
        UpCommand.Create(),
        ServeCommand.Create(),
        MigrateCommand.Create(),
        BinsCommand.Create(),
        KeysCommand.Create(),
        VerifyBooksCommand.Create(),
        RatesCommand.Create(),
        FeesCommand.Create(),
        ErasuresCommand.Create(),
        DoctorCommand.Create(),
        OpenApiCommand.Create(),
        VersionCommand.Create(),
    };
}
