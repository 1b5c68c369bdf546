using PayGate.Api.Http;

namespace PayGate.Api.Hosting;

public sealed record ApiOptions
{
    /// <summary>Login of role paygate_api.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>Where secrets are kept; exists.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The built pages of checkout/, or null when they are not built.</summary>
    public required string? WebDirectory { get; init; }

    /// <summary>
    /// Scheme and host under which the public reaches this gateway, for example <c>https://pay.example.com</c>: for the links it builds,
    /// and as an own origin. Null: those of each request.
    /// </summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Whether test helpers and test keys are served.</summary>
    public required bool Sandbox { get; init; }

    /// <summary>What opens the operators' pages.</summary>
    public required OperatorLogin Operator { get; init; }
}
