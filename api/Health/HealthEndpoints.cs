using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using PayGate.Api.Queries;

namespace PayGate.Api.Health;

/// <summary>Whether the process lives, and whether it can serve.</summary>
public static class HealthEndpoints
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/healthz", Reading, () => TypedResults.Ok(new Health("ok", EngineVersion.Name)));
        routes.MapMethods("/readyz", Reading, Ready);
        return routes;
    }

    internal static async Task<IResult> Ready(ApiDatabase database, ApiKeyDirectory keys, CancellationToken cancellationToken)
    {
        var reachable = await IsReachable(database, cancellationToken);
        var parts = new Readiness(Word(reachable && keys.IsFresh), Word(reachable), Word(keys.IsFresh));
        var status = reachable && keys.IsFresh ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return TypedResults.Json(parts, statusCode: status);
    }

    private static async Task<bool> IsReachable(ApiDatabase database, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = database.Reader.CreateCommand("select 1");
            await command.ExecuteScalarAsync(cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            // Not reachable is the answer, not a fault of the probe.
            return false;
        }
    }

    private static string Word(bool fine) => fine ? "ok" : "unavailable";

    private sealed record Health(string Status, string Engine);

    private sealed record Readiness(string Status, string Database, string Keys);
}
