using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text;
using Orleans.Runtime;

namespace Orleans.Local;

/// <summary>The types of which caller and callee can use one value at once.</summary>
internal static class SharedTypes
{
    private static readonly ConcurrentDictionary<Type, bool> Known = new();

    private static readonly HashSet<Type> Values =
    [
        typeof(string), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(Guid),
        typeof(Int128), typeof(UInt128), typeof(BigInteger), typeof(Half), typeof(Rune), typeof(Uri), typeof(Version), typeof(IPAddress),
        typeof(IPEndPoint), typeof(CultureInfo), typeof(CancellationToken), typeof(GrainId), typeof(TickStatus),
    ];

    /// <summary>
    /// Types marked as immutable are shared in a silo; in tests they are rebuilt too, because in a cluster they would be sent. Set before the first call.
    /// </summary>
    public static bool RebuildImmutable { get; set; }

    public static bool Contains(Type type) => Known.GetOrAdd(type, static key => Find(key));

    private static bool Find(Type type) =>
        type.IsPrimitive || type.IsEnum || Values.Contains(type)
        || (Nullable.GetUnderlyingType(type) is { } underlying && Contains(underlying))
        || typeof(Type).IsAssignableFrom(type)
        || typeof(GrainReference).IsAssignableFrom(type)
        || typeof(Exception).IsAssignableFrom(type)
        || (!RebuildImmutable && type.IsDefined(typeof(ImmutableAttribute), false) && type.IsDefined(typeof(GenerateSerializerAttribute), false))
        || (Collections.IsImmutable(type) && type.GetGenericArguments().All(Contains));
}
