using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Local;
using Orleans.Runtime;

namespace Orleans.Hosting
{
    public static class SiloBuilderReminderExtensions
    {
        /// <summary>Adds reminders; an <see cref="IReminderTable"/> must be registered too.</summary>
        public static ISiloBuilder AddReminders(this ISiloBuilder builder) =>
            builder.ConfigureServices(services =>
            {
                if (services.All(service => service.ServiceType != typeof(ReminderService)))
                {
                    services.AddSingleton<ReminderService>();
                    services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<ReminderService>());
                }
            });

        /// <summary>Reminders that live as long as the silo.</summary>
        public static ISiloBuilder UseInMemoryReminderService(this ISiloBuilder builder) =>
            builder.AddReminders().ConfigureServices(services => services.TryAddSingleton<IReminderTable, MemoryReminderTable>());
    }
}

namespace Orleans.Local
{
    internal sealed class MemoryReminderTable : IReminderTable
    {
        private readonly ConcurrentDictionary<(GrainId Grain, string Name), ReminderEntry> _rows = new();
        private long _version;

        public Task<ReminderTableData> ReadRows(GrainId grainId) =>
            Task.FromResult(new ReminderTableData(_rows.Values.Where(entry => entry.GrainId == grainId)));

        public Task<ReminderTableData> ReadRows(uint begin, uint end) =>
            Task.FromResult(new ReminderTableData(_rows.Values.Where(entry => IsWithin(entry.GrainId.GetUniformHashCode(), begin, end))));

        public Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) =>
            Task.FromResult(_rows.GetValueOrDefault((grainId, reminderName)));

        public Task<string?> UpsertRow(ReminderEntry entry)
        {
            var etag = Interlocked.Increment(ref _version).ToString(CultureInfo.InvariantCulture);
            _rows[(entry.GrainId, entry.ReminderName)] = new ReminderEntry
            {
                GrainId = entry.GrainId,
                ReminderName = entry.ReminderName,
                StartAt = entry.StartAt,
                Period = entry.Period,
                ETag = etag,
            };
            return Task.FromResult<string?>(etag);
        }

        public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) =>
            Task.FromResult(
                _rows.TryGetValue((grainId, reminderName), out var entry)
                && entry.ETag == eTag
                && _rows.TryRemove(KeyValuePair.Create((grainId, reminderName), entry)));

        public Task TestOnlyClearTable()
        {
            _rows.Clear();
            return Task.CompletedTask;
        }

        private static bool IsWithin(uint hash, uint begin, uint end) =>
            begin < end ? hash > begin && hash <= end : hash > begin || hash <= end;
    }
}
