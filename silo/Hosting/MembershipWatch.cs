using Microsoft.Extensions.Hosting;
using PayGate.Silo.DueWork;

namespace PayGate.Silo.Hosting;

/// <summary>Has all shards of due work woken when a silo comes or goes: those of a lost silo sleep until somebody calls them.</summary>
internal sealed class MembershipWatch(IClusterMembershipService membership, DueWorkStarter dueWork) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var _ in membership.MembershipUpdates.WithCancellation(stoppingToken))
        {
            dueWork.WakeAll();
        }
    }
}
