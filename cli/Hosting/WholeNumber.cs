using System.Globalization;

namespace PayGate.Cli.Hosting;

/// <summary>A variable of the environment that holds a whole number.</summary>
internal static class WholeNumber
{
    /// <exception cref="SetupException">The variable holds something else, or a number out of bounds.</exception>
    public static int Read(Func<string, string?> environment, string name, int fallback, int min, int max) =>
        environment(name) is not { Length: > 0 } text ? fallback
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max ? number
        : throw new SetupException($"{name} is not a whole number from {min} to {max}: mend or unset it.");
}
