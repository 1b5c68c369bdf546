using System.Text;
using Microsoft.AspNetCore.Http;
using PayGate.Api.Http;

namespace PayGate.Api.Tests.Http;

public sealed class OperatorGateTests
{
    private static readonly OperatorLogin Login = new("operator", "a:password");

    [Fact]
    public async Task Request_WithTheCredential_PassesAndIsNotStored()
    {
        var context = await Run(Basic("operator:a:password"));
        Assert.Equal(StatusCodes.Status204NoContent, context.Response.StatusCode);
        Assert.Equal("no-store", context.Response.Headers.CacheControl);
    }

    public static TheoryData<string?> Others => new()
    {
        null,
        "",
        "Basic",
        "Basic !!",
        Basic("operator:a:passwor"),
        Basic("operator:a:password2"),
        Basic("Operator:a:password"),
        Basic(""),
        "Bearer " + Convert.ToBase64String(Encoding.UTF8.GetBytes("operator:a:password")),
        Basic("operator:a:password") + ", " + Basic("operator:a:password"),
    };

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Request_WithAnythingElse_IsAskedForTheCredential(string? authorization)
    {
        var context = await Run(authorization);
        Assert.Equal(StatusCodes.Status401Unauthorized, context.Response.StatusCode);
        Assert.StartsWith("Basic ", context.Response.Headers.WWWAuthenticate.Single(), StringComparison.Ordinal);
    }

    private static string Basic(string credential) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(credential));

    private static async Task<HttpContext> Run(string? authorization)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Authorization = authorization;
        var gate = new OperatorGate(
            passed =>
            {
                passed.Response.StatusCode = StatusCodes.Status204NoContent;
                return Task.CompletedTask;
            },
            Login);
        await gate.InvokeAsync(context);
        return context;
    }
}
