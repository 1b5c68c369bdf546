using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Local;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Hosting
{
    public static class MemoryGrainStorageSiloBuilderExtensions
    {
        public static ISiloBuilder AddMemoryGrainStorageAsDefault(this ISiloBuilder builder) => builder.AddMemoryGrainStorage(PersistentState.DefaultStorage);

        /// <summary>Storage that lives as long as the silo.</summary>
        public static ISiloBuilder AddMemoryGrainStorage(this ISiloBuilder builder, string name)
        {
            builder.Services.AddKeyedSingleton<IGrainStorage>(name, (_, _) => new MemoryGrainStorage());
            return builder;
        }
    }
}

namespace Orleans.Local
{
    internal sealed class MemoryGrainStorage : IGrainStorage
    {
        private readonly ConcurrentDictionary<(string Name, GrainId Id), (object? State, long Version)> _rows = new();

        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            if (_rows.TryGetValue((stateName, grainId), out var row))
            {
                grainState.State = Copier<T>.Copy((T)row.State!);
                grainState.ETag = Text(row.Version);
                grainState.RecordExists = true;
            }
            else
            {
                Reset(grainState);
            }

            return Task.CompletedTask;
        }

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            var row = Expect(stateName, grainId, grainState.ETag);
            var next = ((object?)Copier<T>.Copy(grainState.State!), row.Version + 1);
            if (!(row.Version == 0 ? _rows.TryAdd((stateName, grainId), next) : _rows.TryUpdate((stateName, grainId), next, row)))
            {
                throw new InconsistentStateException("The stored state has changed.", null, grainState.ETag);
            }

            grainState.ETag = Text(row.Version + 1);
            grainState.RecordExists = true;
            return Task.CompletedTask;
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            var row = Expect(stateName, grainId, grainState.ETag);
            _rows.TryRemove(KeyValuePair.Create((stateName, grainId), row));
            Reset(grainState);
            return Task.CompletedTask;
        }

        private static string Text(long version) => version.ToString(CultureInfo.InvariantCulture);

        private static void Reset<T>(IGrainState<T> grainState)
        {
            grainState.State = PersistentState.NewState<T>();
            grainState.ETag = null;
            grainState.RecordExists = false;
        }

        private (object? State, long Version) Expect(string stateName, GrainId grainId, string? etag)
        {
            var row = _rows.GetValueOrDefault((stateName, grainId));
            var stored = row.Version == 0 ? null : Text(row.Version);
            return stored == etag ? row : throw new InconsistentStateException("The stored state has changed.", stored, etag);
        }
    }
}
