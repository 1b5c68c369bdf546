using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using PayGate.Api.Health;

namespace PayGate.Cli.Commands;

internal static class VersionCommand
{
    // "0.1.0+<commit>" where the build knows its commit.
    private static readonly string[] Parts =
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+', 2);

    public static string Version => Parts[0];

    public static Command Create()
    {
        var command = new Command("version", "Print the version, that of Orleans and the runtime.");
        command.SetAction(_ => Console.Out.WriteLine($"paygate {string.Join(", commit ", Parts)}, {EngineVersion.Name}, {RuntimeInformation.FrameworkDescription}"));
        return command;
    }
}
