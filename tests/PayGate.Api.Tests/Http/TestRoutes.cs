using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using PayGate.Api.Commands;
using PayGate.Api.Http;

namespace PayGate.Api.Tests.Http;

/// <summary>A few routes that use the HTTP core as the resources do; they answer with what they have read.</summary>
internal static class TestRoutes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var secret = app.MapGroup("/v1").RequireSecretKey();
        secret.MapCommand("/payments", (Params<CreateParams> request) => Results.Json(new { request.Value.Amount, request.Info.Claim }), "create", "Create");
        secret.MapRead("/payments", (Params<ListParams> request) => List(request.Value.Query), "list", "List").RequireSecretKey("payments:read");
        secret.MapCommand("/payments/{id}", Update, "update", "Update");
        secret.MapDelete("/payments/{id}", Delete).RequireSecretKey("payments:write");
        secret.MapRead("/payments/{id}", Retrieve, "retrieve", "Retrieve").AllowClientSecret();
        secret.MapCommand("/payments/{id}/confirm", Retrieve, "confirm", "Confirm").AllowClientSecret();
        secret.MapCommand("/tokens", (Params<NoParams> request) => Seen(null, request.Context), "token", "Token").AllowPublishable();
        secret.MapGet("/faults/{kind}", (string kind) => Throw(kind));
        app.MapGet("/page", () => Results.Text("<p>page</p>", "text/html"));
    }

    private static ListResult<string> List(ListQuery query) => new(
        "/v1/payments",
        new Page<byte[]>([.. new[] { "a", "b" }.Select(id => JsonSerializer.SerializeToUtf8Bytes(new { id }))], true, query.IncludesTotalCount ? 2 : null));

    private static IResult Update(string id, Params<UpdateParams> request) =>
        Results.Json(new { id, description = request.Value.Description.ApplyTo("old"), request.Value.Description.IsPresent });

    private static async Task<IResult> Delete(HttpContext context, string id)
    {
        var request = await RequestParams.Read(context);
        return request.IsSuccess && request.Value.Bind().Refusal() is not { }
            ? Results.Json(new { id, deleted = true })
            : ErrorResult.Of("parameter_unknown");
    }

    private static IResult Retrieve(string id, Params<NoParams> request) =>
        id is TestKeys.Intent ? Seen(id, request.Context) : ErrorResult.ResourceMissing();

    private static IResult Seen(string? id, HttpContext context)
    {
        var caller = context.Caller();
        return Results.Json(new { id, kind = caller.Kind.ToString(), merchant = caller.MerchantIdOrNull, opened = caller.ClientSecretObjectId });
    }

    private static IResult Throw(string kind) => throw (kind switch
    {
        "transient" => new VaultFault(),
        "timeout" => new TimeoutException("grain PaymentIntent/pi_secret timed out"),
        "database" => new NpgsqlException("connection to 10.0.0.1 refused"),
        "cut" => new PostgresException("terminating connection", "FATAL", "FATAL", PostgresErrorCodes.AdminShutdown),
        "engine" => new Orleans.Runtime.OrleansException("No active nodes are compatible with grain secret"),
        "silo" => new Orleans.Runtime.SiloUnavailableException("The target silo 10.0.0.1 became unavailable"),
        "canceled" => new TaskCanceledException("secret"),
        "statement" => new PostgresException("relation secret_table does not exist", "ERROR", "ERROR", PostgresErrorCodes.UndefinedTable),
        _ => new InvalidOperationException("bug with number 4242424242424242"),
    });

    private sealed class VaultFault : Exception, ITransientFault
    {
        public string Code => "vault_unavailable";

        public int RetryAfterSeconds => 7;
    }

    private sealed record UpdateParams(Patch<string> Description) : IParams<UpdateParams>
    {
        public static UpdateParams Read(ParamBinder parameters) => new(parameters.PatchText("description", 1000));
    }

    private sealed record CreateParams(long Amount) : IParams<CreateParams>
    {
        public static CreateParams Read(ParamBinder p)
        {
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
            return new CreateParams(amount);
        }
    }
}
