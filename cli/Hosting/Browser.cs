using PayGate.Cli.Postgres;

namespace PayGate.Cli.Hosting;

internal static class Browser
{
    /// <summary>Opens a page where there is a desktop; elsewhere the printed address has to do.</summary>
    public static async Task OpenAsync(Uri page, CancellationToken cancellationToken)
    {
        var opener = OperatingSystem.IsMacOS() ? "open" : "xdg-open";
        var opened = await Tool.RunAsync([opener, page.ToString()], cancellationToken);
        if (!opened.Succeeded)
        {
            await Console.Out.WriteLineAsync($"No browser could be opened here: go to {page}");
        }
    }
}
