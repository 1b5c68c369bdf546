using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PayGate.Api.Http;
using PayGate.Api.Pages;
using PayGate.Api.Tests.Http;

namespace PayGate.Api.Tests.Pages;

/// <summary>Pages and shop behind the real HTTP core on a loopback socket, over a build of a few bytes.</summary>
internal sealed class PagesTestHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("paygate-pages-");

    private PagesTestHost(Uri? publicUrl, ShopOptions shop, bool isBuilt)
    {
        if (isBuilt)
        {
            WriteBuild();
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IApiKeyDirectory, TestKeys>();
        builder.Services.AddSingleton<IClientSecrets>(TestKeys.ClientSecrets);
        builder.Services.AddPayGateHttp(new HttpOptions
        {
            IdempotencyHashKey = [.. Enumerable.Repeat((byte)7, 32)],
            PublicOrigins = new HashSet<string> { "https://pay.example.com" },
        });
        builder.Services.AddPages(new PagesOptions { Root = _root.FullName, PublicUrl = publicUrl }, shop);
        builder.Services.AddSingleton<IShopOrders>(Orders);
        _app = builder.Build().UsePayGateHttp();
        _app.MapPages();
        _app.MapShop();
    }

    public RecordedOrders Orders { get; } = new();

    /// <summary>Follows no redirect and unpacks nothing, so that a test sees what was sent.</summary>
    public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None });

    public static async Task<PagesTestHost> Start(Uri? publicUrl = null, ShopOptions? shop = null, bool isBuilt = true)
    {
        var host = new PagesTestHost(publicUrl, shop ?? new ShopOptions(), isBuilt);
        await host._app.StartAsync();
        host.Client.BaseAddress = new Uri(host._app.Urls.Single());
        return host;
    }

    public void WriteBuild()
    {
        Write("checkout/index.html", "<title>Checkout</title>");
        Write("shop/index.html", "<title>{{title}}</title><body>{{body}}</body>");
        Write("assets/app-1.js", "plain");
        Write("assets/app-1.js.br", "brotli");
        Write("assets/app-1.js.gz", "gzip");
        Write("assets/bag-1.svg", "<svg/>");
        Write("secret.js", "outside of assets");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        _root.Delete(recursive: true);
    }

    private void Write(string path, string content)
    {
        var file = Path.Combine(_root.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }
}

/// <summary>The shop's port, which remembers what was asked of it.</summary>
internal sealed class RecordedOrders : IShopOrders
{
    public const string IntentId = "pi_0123456789012345678901234";

    public List<(string? MerchantId, string Description, long AmountMinor, string Currency, string OrderId, string SuccessUrl, string CancelUrl)> Created { get; } = [];

    public Task<ShopOrder> Create(NewShopOrder order, CancellationToken cancellationToken)
    {
        var (minor, currency) = (order.Price.MinorUnits, order.Price.Currency.Code);
        Created.Add((order.MerchantId, order.Description, minor, currency, order.OrderId, order.SuccessUrl, order.CancelUrl));
        return Task.FromResult(new ShopOrder(IntentId, IntentId + "_secret_abc"));
    }
}
