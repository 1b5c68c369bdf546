using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace PayGate.Api.Commands;

/// <summary>What became of a command, to be answered through the request's idempotency key (<see cref="CommandRunner"/>).</summary>
/// <typeparam name="T">The resource that the silo rendered.</typeparam>
[SuppressMessage("Usage", "CA2225", Justification = "Endpoints return outcomes and refusals; nobody calls the conversions by name.")]
public sealed class CommandResult<T>(Outcome<Answer> outcome) : IResult, IEndpointMetadataProvider
{
    /// <summary>The payment that the refusal is about, shown inside the error.</summary>
    public PaymentIntentResource? Payment { get; init; }

    /// <summary>The setup that the refusal is about, shown inside the error.</summary>
    public SetupIntentResource? Setup { get; init; }

    public static implicit operator CommandResult<T>(Outcome<Answer> outcome) => new(outcome);

    public static implicit operator CommandResult<T>(Refusal refusal) => new(refusal);

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new RouteAnswer(typeof(T), AnswerShape.Resource));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var answer = await httpContext.RequestServices.GetRequiredService<CommandRunner>().Answer(httpContext, outcome, Payment, Setup);
        await answer.ExecuteAsync(httpContext);
    }
}
