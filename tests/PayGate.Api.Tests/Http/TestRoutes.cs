using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using PayGate.Api.Http;

namespace PayGate.Api.Tests.Http;

/// <summary>A few routes that use the HTTP core as the resources do; they answer with what they have read.</summary>
internal static class TestRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var secret = app.MapGroup("/v1").RequireSecretKey();
        secret.MapPost("/payments", Create);
        secret.MapGet("/payments", (Delegate)List).RequireSecretKey("payments:read");
        secret.MapPost("/payments/{id}", Update);
        secret.MapDelete("/payments/{id}", Delete).RequireSecretKey("payments:write");
        secret.MapGet("/payments/{id}", Retrieve).AllowClientSecret();
        secret.MapPost("/payments/{id}/confirm", Retrieve).AllowClientSecret();
        secret.MapPost("/tokens", Retrieve).AllowPublishable();
        secret.MapGet("/faults/{kind}", (string kind) => Throw(kind));
        app.MapGet("/page", () => Results.Text("<p>page</p>", "text/html"));
    }

    private static async Task<IResult> Create(HttpContext context, IdempotencyContext idempotency)
    {
        var request = await RequestParams.Read(context);
        if (!request.IsSuccess)
        {
            return ErrorResult.From(request.Refusal);
        }

        var p = request.Value.Bind();
        var amount = p.RequiredInteger("amount", 1);
        p.RequiredString("currency", 3);
        p.OptionalText("description", 1000);
        p.OptionalEnum("capture_method", "automatic", "manual");
        p.OptionalBoolean("confirm");
        p.OptionalMetadata("metadata");
        if (p.OptionalObject("card") is { } card)
        {
            card.RequiredString("number", 40, allowCardNumbers: true);
            card.OptionalInteger("exp_month", 1, 12);
            card.OptionalString("name", 100);
        }

        foreach (var type in p.OptionalArray("payment_method_types", 5))
        {
            type.AsEnum("card");
        }

        foreach (var item in p.OptionalArray("line_items"))
        {
            item.AsObject()?.RequiredInteger("amount");
        }

        p.Expand("latest_charge", "latest_charge.balance_transaction");
        return p.Refusal() is { } refusal
            ? ErrorResult.From(refusal)
            : Results.Json(new { amount, claim = idempotency.ClaimOf(context, request.Value) });
    }

    private static async Task<IResult> Update(HttpContext context, string id)
    {
        var request = await RequestParams.Read(context);
        if (!request.IsSuccess)
        {
            return ErrorResult.From(request.Refusal);
        }

        var p = request.Value.Bind();
        var description = p.PatchText("description", 1000);
        return p.Refusal() is { } refusal
            ? ErrorResult.From(refusal)
            : Results.Json(new { id, description = description.ApplyTo("old"), description.IsPresent });
    }

    private static async Task<IResult> List(HttpContext context)
    {
        var request = await RequestParams.Read(context);
        if (!request.IsSuccess)
        {
            return ErrorResult.From(request.Refusal);
        }

        var p = request.Value.Bind();
        var query = ListQuery.Read(p);
        return p.Refusal() is { } refusal
            ? ErrorResult.From(refusal)
            : new ListResult<string>("/v1/payments", true, ["a", "b"], WriteItem) { TotalCount = query.IncludesTotalCount ? 2 : null };
    }

    private static async Task<IResult> Delete(HttpContext context, string id)
    {
        var request = await RequestParams.Read(context);
        return request.IsSuccess && request.Value.Bind().Refusal() is not { }
            ? Results.Json(new { id, deleted = true })
            : ErrorResult.Of("parameter_unknown");
    }

    private static async Task<IResult> Retrieve(HttpContext context, string? id)
    {
        var request = await RequestParams.Read(context);
        if (!request.IsSuccess || request.Value.Bind().Refusal() is { })
        {
            return ErrorResult.Of("parameter_unknown");
        }

        var caller = context.Caller();
        return id is null or TestKeys.Intent
            ? Results.Json(new { id, kind = caller.Kind.ToString(), merchant = caller.MerchantIdOrNull, opened = caller.ClientSecretObjectId })
            : ErrorResult.ResourceMissing();
    }

    private static IResult Throw(string kind) => throw (kind switch
    {
        "transient" => new VaultFault(),
        "timeout" => new TimeoutException("grain PaymentIntent/pi_secret timed out"),
        "database" => new NpgsqlException("connection to 10.0.0.1 refused"),
        "cut" => new PostgresException("terminating connection", "FATAL", "FATAL", PostgresErrorCodes.AdminShutdown),
        "statement" => new PostgresException("relation secret_table does not exist", "ERROR", "ERROR", PostgresErrorCodes.UndefinedTable),
        _ => new InvalidOperationException("bug with number 4242424242424242"),
    });

    private static void WriteItem(Utf8JsonWriter writer, string id)
    {
        writer.WriteStartObject();
        writer.WriteString("id", id);
        writer.WriteEndObject();
    }

    private sealed class VaultFault : Exception, ITransientFault
    {
        public string Code => "vault_unavailable";

        public int RetryAfterSeconds => 7;
    }
}
