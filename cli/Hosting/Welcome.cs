using System.Net;

namespace PayGate.Cli.Hosting;

/// <summary>What a person needs to know once PayGate answers: where it is, the demo keys, and a first payment to copy.</summary>
internal sealed record Welcome
{
    private const int LabelWidth = 14;

    public required Uri Address { get; init; }

    public required DemoKeys? Keys { get; init; }

    public required Uri? Shop { get; init; }

    public required Uri? Docs { get; init; }

    public Uri FirstPage => Shop ?? Docs ?? Address;

    /// <summary>Names only pages that are really there.</summary>
    public static async Task<Welcome> CreateAsync(Uri address, string dataDirectory, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var client = new HttpClient(handler);
        var keys = DemoKeys.Read(dataDirectory);
        return new Welcome
        {
            Address = address,
            Keys = keys,
            Shop = await IfThereAsync(client, new Uri(address, "/shop"), cancellationToken),
            Docs = await IfThereAsync(client, new Uri(address, "/docs"), cancellationToken),
        };
    }

    public void Print(TextWriter output, string database)
    {
        output.WriteLine();
        Line(output, "API", $"{Address}v1");
        Line(output, "Demo shop", Shop?.ToString());
        Line(output, "Reference", Docs?.ToString());
        Line(output, "Database", database);
        if (Keys is not null)
        {
            Line(output, "Merchant", Keys.MerchantId);
            Line(output, "Publishable", Keys.PublishableKey);
            Line(output, "Secret", Keys.SecretKey);
            output.WriteLine();
            output.WriteLine("A first payment:");
            output.WriteLine($"  {Curl(Keys.SecretKey)}");
        }

        output.WriteLine();
        output.WriteLine("Ctrl-C stops everything; the data stay.");
    }

    private string Curl(string secretKey) =>
        $"curl {Address}v1/payment_intents -u {secretKey}: -d amount=1999 -d currency=usd -d payment_method=pm_card_visa -d confirm=true";

    private static async Task<Uri?> IfThereAsync(HttpClient client, Uri page, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync(page, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return response.StatusCode == HttpStatusCode.OK ? page : null;
    }

    private static void Line(TextWriter output, string label, string? value)
    {
        if (value is not null)
        {
            output.WriteLine($"  {label.PadRight(LabelWidth)}{value}");
        }
    }
}
