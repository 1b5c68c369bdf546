using System.CommandLine;
using PayGate.Api.OpenApi;

namespace PayGate.Cli.Commands;

/// <summary><c>paygate openapi</c>: the API's document as this build's routes make it.</summary>
internal static class OpenApiCommand
{
    public static Command Create()
    {
        var output = new Option<FileInfo?>("--output") { Description = "File to write; standard output when left out.", HelpName = "FILE" };
        var command = new Command("openapi", "Print the OpenAPI document of the API.") { output };
        command.SetAction((result, cancellationToken) => RunAsync(result.GetValue(output), cancellationToken));
        return command;
    }

    private static async Task RunAsync(FileInfo? output, CancellationToken cancellationToken)
    {
        var document = OpenApiRoutes.WriteDocument();
        if (output is null)
        {
            await Console.Out.WriteAsync(document);
        }
        else
        {
            await File.WriteAllTextAsync(output.FullName, document, cancellationToken);
        }
    }
}
