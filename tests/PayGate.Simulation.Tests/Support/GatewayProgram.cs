using System.Diagnostics;

namespace PayGate.Simulation.Tests.Support;

/// <summary>How fast the program runs on this machine just now.</summary>
internal static class GatewayProgram
{
    /// <summary>
    /// How long the smallest command takes now. On an idle machine it is about <see cref="IdleSeconds"/>; a multiple of that tells how much slower everything
    /// is, so that limits in seconds hold on a machine that others use too.
    /// </summary>
    public static async Task<double> MeasureSlowness()
    {
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [BuiltProgram.Location, "version"]) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return Math.Max(1, watch.Elapsed.TotalSeconds / IdleSeconds);
    }

    private const double IdleSeconds = 0.05;
}
