using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace PayGate.Api.Http;

/// <summary>What an operator must show: HTTP Basic, because a browser asks for it by itself.</summary>
public sealed record OperatorLogin(string User, string Password)
{
    /// <summary>Without the password: what is printed ends in logs.</summary>
    public override string ToString() => $"operator {User}";
}

/// <summary>Lets through to operators' pages whoever shows the operator's credential, and answers all others 401, whether the page exists or not.</summary>
public sealed class OperatorGate(RequestDelegate next, OperatorLogin login)
{
    private readonly byte[] _expected = SHA256.HashData(Encoding.UTF8.GetBytes($"{login.User}:{login.Password}"));

    public async Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XFrameOptions = "DENY";
        if (IsOperator(context.Request.Headers.Authorization))
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        headers.WWWAuthenticate = "Basic realm=\"PayGate operator\", charset=\"UTF-8\"";
        await context.Response.WriteAsync("Sign in with the operator's credential.\n");
    }

    /// <summary>Compares digests, so that neither content nor length of the password shows in the time it takes.</summary>
    private bool IsOperator(string? authorization)
    {
        if (!AuthenticationHeaderValue.TryParse(authorization, out var shown)
            || !string.Equals(shown.Scheme, "Basic", StringComparison.OrdinalIgnoreCase)
            || shown.Parameter is not { } parameter)
        {
            return false;
        }

        var decoded = new byte[parameter.Length];
        return Convert.TryFromBase64String(parameter, decoded, out var length)
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(decoded.AsSpan(0, length)), _expected);
    }
}
