using Microsoft.AspNetCore.Http;

namespace PayGate.Api.Http;

internal static class ApiPaths
{
    /// <summary>Under <c>/v1</c>, where the wire contract holds.</summary>
    public static bool IsVersioned(PathString path) => path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase);
}
