using System.CommandLine;
using System.Net;
using PayGate.Cli.Postgres;

namespace PayGate.Cli.Commands;

/// <summary><c>paygate doctor</c>: what <c>up</c> would find on this machine; changes nothing. Exit code 1 if something needed is missing.</summary>
internal static class DoctorCommand
{
    private sealed record Finding(string Subject, bool Good, string Text);

    public static Command Create()
    {
        var port = SharedOptions.Port();
        var bind = SharedOptions.Bind();
        var data = SharedOptions.Data();
        var command = new Command("doctor", "Show what this machine offers, and what to do about what is missing.") { port, bind, data };
        command.SetAction((result, cancellationToken) => RunAsync(
            SharedOptions.EndPoint(result.GetValue(bind)!, result.GetValue(port)), Path.GetFullPath(result.GetValue(data)!), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(IPEndPoint endPoint, string data, CancellationToken cancellationToken)
    {
        Finding[] findings =
        [
            await ProbeAsync("PostgreSQL", () => PostgresAsync(data, cancellationToken)),
            await ProbeAsync("port", () => Task.FromResult(Port(endPoint))),
            await ProbeAsync("data directory", () => Task.FromResult(Data(data))),
        ];
        foreach (var finding in findings)
        {
            await Console.Out.WriteLineAsync($"  {(finding.Good ? "ok     " : "missing")}  {finding.Subject,-15} {finding.Text}");
        }

        return findings.All(finding => finding.Good) ? 0 : 1;
    }

    private static async Task<Finding> ProbeAsync(string subject, Func<Task<string>> probe)
    {
        try
        {
            return new Finding(subject, true, await probe());
        }
        catch (SetupException exception)
        {
            return new Finding(subject, false, exception.Message);
        }
    }

    private static async Task<string> PostgresAsync(string data, CancellationToken cancellationToken)
    {
        var locator = new DatabaseLocator(Environment.GetEnvironmentVariable, _ => { });
        return await locator.DescribeAsync(data, cancellationToken)
            ?? throw new SetupException($"install PostgreSQL {PostgresBinaries.MajorMin} or newer (Debian: `apt-get install postgresql`), or set {ExternalServer.Variable}");
    }

    private static string Port(IPEndPoint endPoint) => FreePort.IsFree(endPoint.Address, endPoint.Port)
        ? $"{endPoint} is free"
        : throw new SetupException($"{endPoint} cannot be listened on: stop what runs there, or choose another port with --port");

    private static string Data(string data)
    {
        if (!Directory.Exists(data) && !File.Exists(data))
        {
            return $"{data} will be made";
        }

        using var opened = DataDirectory.Open(data);
        return $"{opened.Location} can be used";
    }
}
