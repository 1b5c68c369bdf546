using Microsoft.AspNetCore.Http;

namespace PayGate.Api.Http;

/// <summary>An answer with the error object of wire.md: <c>{"error":{"type","code","message","param"}}</c>.</summary>
public sealed class ErrorResult : IResult, IStatusCodeHttpResult
{
    private readonly ErrorRow _row;
    private readonly ErrorResource _error;

    private ErrorResult(ErrorRow row, string? message, string? param, PaymentIntentResource? payment, SetupIntentResource? setup = null)
    {
        _row = row;
        _error = new ErrorResource
        {
            Type = row.Type,
            Code = row.Code,
            Message = string.IsNullOrEmpty(message) ? row.Message : message,
            Param = param,
            PaymentIntent = payment,
            SetupIntent = setup,
        };
    }

    public string Code => _row.Code;

    public int? StatusCode => _row.Status;

    /// <param name="refusal">What is refused, and why.</param>
    /// <param name="payment">The payment whose state is the reason.</param>
    /// <param name="setup">The setup whose state is the reason.</param>
    public static ErrorResult From(Refusal refusal, PaymentIntentResource? payment = null, SetupIntentResource? setup = null) =>
        new(ErrorCatalog.Of(refusal.Code), refusal.Message, refusal.Param, payment, setup);

    /// <summary>The catalogue's own message.</summary>
    public static ErrorResult Of(string code, string? param = null) => new(ErrorCatalog.Of(code), null, param, null);

    /// <summary>Unknown, foreign, of the other mode, malformed, or no route at all: the same answer.</summary>
    public static ErrorResult ResourceMissing() => Of("resource_missing", "id");

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = _row.Status;
        if (_row.Status == StatusCodes.Status503ServiceUnavailable)
        {
            httpContext.Response.Headers.TryAdd("Retry-After", "1");
        }

        await JsonAnswer.Write(httpContext, Render());
    }

    /// <summary>The error object as JSON.</summary>
    internal byte[] Render() => WireJson.Write(new ErrorAnswer { Error = _error });
}
