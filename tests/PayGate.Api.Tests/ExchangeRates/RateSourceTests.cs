using System.Diagnostics;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using PayGate.Grains.ExchangeRates;
using PayGate.Silo.ExchangeRates;

namespace PayGate.Api.Tests.ExchangeRates;

/// <summary>Files and addresses as sources of rates; the server is a real one on loopback.</summary>
public sealed class RateSourceTests : IAsyncLifetime
{
    private const string Good = """{"base":"mad","as_of":"2030-01-07T09:30:00Z","rates":{"usd":"10.25","eur":"11.00"}}""";

    private readonly WebApplication _server;
    private readonly string _file = Path.GetTempFileName();

    public RateSourceTests()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(Serve);
    }

    public Task InitializeAsync() => _server.StartAsync();

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        File.Delete(_file);
    }

    [Fact]
    public async Task Http_ReadsADocument()
    {
        var document = await Read("/good");

        Assert.Equal((null, 10.25m, 11.00m), (document.Fault, document.Rates["usd"], document.Rates["eur"]));
    }

    [Theory]
    [InlineData("/redirect", "the address answers 302")]
    [InlineData("/error", "the address answers 500")]
    [InlineData("/partly", "the address answers 206")]
    [InlineData("/large", "the answer is larger than 65536 bytes")]
    [InlineData("/endless", "the answer is larger than 65536 bytes")]
    [InlineData("/page", "the document is not JSON, or has a member twice")]
    [InlineData("/broken", "the address cannot be reached")]
    public async Task Http_WhenTheAnswerIsNoDocument_SaysWhy(string path, string fault) =>
        Assert.StartsWith(fault, (await Read(path)).Fault, StringComparison.Ordinal);

    [Fact]
    public async Task Http_WhenTheAnswerDoesNotEnd_StopsWaiting()
    {
        var watch = Stopwatch.StartNew();

        Assert.Equal("the address does not answer within 5 s", (await Read("/dripping")).Fault);
        Assert.True(watch.Elapsed < HttpRateSource.Timeout + TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Http_WhenNobodyListens_SaysSo()
    {
        using var source = new HttpRateSource(new Uri("http://127.0.0.1:1/"));

        Assert.Equal("the address cannot be reached (ConnectionError)", (await source.Read(CancellationToken.None)).Fault);
    }

    [Fact]
    public async Task File_ReadsADocument_AndSaysWhyItCannot()
    {
        await File.WriteAllTextAsync(_file, Good);
        Assert.Equal(10.25m, (await new FileRateSource(_file).Read(CancellationToken.None)).Rates["usd"]);

        await File.WriteAllTextAsync(_file, new string(' ', RateDocument.BytesMax + 1));
        Assert.Equal("the file is larger than 65536 bytes", (await new FileRateSource(_file).Read(CancellationToken.None)).Fault);
        Assert.Equal("the file cannot be read (FileNotFoundException)", (await new FileRateSource(_file + ".none").Read(CancellationToken.None)).Fault);
    }

    private async Task<RateDocument> Read(string path)
    {
        using var source = new HttpRateSource(new Uri(_server.Urls.Single() + path));
        return await source.Read(CancellationToken.None);
    }

    private static async Task Serve(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/good":
                await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(Good));
                break;
            case "/redirect":
                context.Response.Redirect("/good");
                break;
            case "/error":
                context.Response.StatusCode = 500;
                break;
            case "/partly":
                context.Response.StatusCode = 206;
                break;
            case "/large":
                await context.Response.Body.WriteAsync(new byte[RateDocument.BytesMax + 1]);
                break;
            case "/endless":
                await Endless(context, 8192, TimeSpan.Zero);
                break;
            case "/dripping":
                await Endless(context, 1, TimeSpan.FromMilliseconds(100));
                break;
            case "/page":
                await context.Response.Body.WriteAsync("<html></html>"u8.ToArray());
                break;
            default:
                context.Abort();
                break;
        }
    }

    private static async Task Endless(HttpContext context, int bytes, TimeSpan pause)
    {
        using var timer = pause > TimeSpan.Zero ? new PeriodicTimer(pause) : null;
        try
        {
            while (!context.RequestAborted.IsCancellationRequested && (timer is null || await timer.WaitForNextTickAsync(context.RequestAborted)))
            {
                await context.Response.Body.WriteAsync(new byte[bytes], context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The reader has had enough, which is what this is for.
        }
    }
}
