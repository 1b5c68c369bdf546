#if ENGINE_LOCAL
using Microsoft.Extensions.Hosting;
using PayGate.Clusters;

namespace PayGate.Api.Hosting;

public static class ClusterClient
{
    /// <exception cref="NotSupportedException">Always: on the stand-in engine the silo is in the same process or nowhere.</exception>
    public static IHostApplicationBuilder AddClusterClient(this IHostApplicationBuilder builder, ClusterSettings cluster, string connectionString) =>
        throw new NotSupportedException("The engine of this build runs in one process: give --roles silo,api,bank, or build with Orleans.");
}
#endif
