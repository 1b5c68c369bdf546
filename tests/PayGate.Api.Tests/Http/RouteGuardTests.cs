using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using PayGate.Api.Http;

namespace PayGate.Api.Tests.Http;

public sealed class RouteGuardTests
{
    [Fact]
    public async Task Start_WithARouteThatDoesNotSayWhoMayCallIt_IsRefused()
    {
        await using var app = HttpTestHost.Build(NullLoggerProvider.Instance);
        app.MapGroup("/v1").MapGet("/open", () => "open");
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => app.StartAsync());
        Assert.Contains("/v1/open", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithAClientSecretForARouteWithoutItsId_IsRefused()
    {
        await using var app = HttpTestHost.Build(NullLoggerProvider.Instance);
        app.MapPost("v1/things", (HttpContext context) => context.Caller().MerchantId).AllowClientSecret();
        await Assert.ThrowsAsync<InvalidOperationException>(() => app.StartAsync());
    }

    [Fact]
    public async Task Start_WithDeclaredRoutes_AndRoutesOutside_Succeeds()
    {
        await using var app = HttpTestHost.Build(NullLoggerProvider.Instance);
        app.MapGet("/v1/things/{id}", () => "thing").AllowClientSecret();
        app.MapGet("/page", () => "page");
        await app.StartAsync();
    }
}
