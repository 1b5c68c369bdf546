using System.Diagnostics;

namespace PayGate.Simulation.Tests.Support;

/// <summary>The built program, as it is shipped.</summary>
internal static class GatewayProgram
{
    /// <summary>Outputs of all projects lie side by side: bin/PROJECT/CONFIGURATION.</summary>
    public static string Location { get; } = Find();

    /// <summary>
    /// How long the smallest command takes now. On an idle machine it is about <see cref="IdleSeconds"/>; a multiple of that tells how much slower everything
    /// is, so that limits in seconds hold on a machine that others use too.
    /// </summary>
    public static async Task<double> MeasureSlowness()
    {
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Location, "version"]) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return Math.Max(1, watch.Elapsed.TotalSeconds / IdleSeconds);
    }

    private const double IdleSeconds = 0.12;

    private static string Find()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        var program = Path.Combine(own.Parent!.Parent!.FullName, "PayGate.Cli", own.Name, "paygate.dll");
        return File.Exists(program) ? program : throw new FileNotFoundException("The program is not built.", program);
    }
}
