using System.Diagnostics;
using System.Globalization;

namespace PayGate.Cli.Commands;

/// <summary>Prints steps as they begin, with the seconds since the start.</summary>
public sealed class Progress(TextWriter output)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public double Seconds => _watch.Elapsed.TotalSeconds;

    public void Report(string step) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {Seconds,5:0.0} s  {step}"));
}
