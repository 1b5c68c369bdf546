using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Reflection;
using System.Text;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.Local;

/// <summary>Which types are shared, which are copied, which are refused.</summary>
internal static class Copiers
{
    private static readonly ConcurrentDictionary<Type, Func<object, object>> ByRuntimeType = new();
    private static readonly ConcurrentDictionary<Type, bool> SharedTypes = new();

    private static readonly HashSet<Type> Values =
    [
        typeof(string), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(Guid),
        typeof(Int128), typeof(UInt128), typeof(BigInteger), typeof(Half), typeof(Rune), typeof(Uri), typeof(Version), typeof(IPAddress),
        typeof(IPEndPoint), typeof(CultureInfo), typeof(CancellationToken), typeof(NoResult),
    ];

    /// <summary>
    /// Types marked as immutable are shared in a silo; in tests they are rebuilt too, because in a cluster they would be sent.
    /// Set before the first call.
    /// </summary>
    public static bool RebuildImmutable { get; set; }

    /// <summary>True for types of which a value can be used by caller and callee at once.</summary>
    public static bool IsShared(Type type) => SharedTypes.GetOrAdd(type, static key => FindShared(key));

    /// <summary>True where a value may be of another type than declared.</summary>
    public static bool IsPolymorphic(Type type) => !type.IsSealed || (type.IsArray && !type.GetElementType()!.IsSealed);

    public static object CopyObject(object value) => ByRuntimeType.GetOrAdd(value.GetType(), static type => BuildUntyped(type))(value);

    /// <summary>Refuses a type that could never be copied, so that a null member does not hide it.</summary>
    public static void Require(Type type) => Require(type, []);

    private static void Require(Type type, HashSet<Type> seen)
    {
        if (IsShared(type) || !seen.Add(type) || type.IsInterface || type == typeof(object))
        {
            return;
        }

        if (type.IsArray)
        {
            Require(type.GetElementType()!, seen);
        }
        else if (type.IsGenericType && (Nullable.GetUnderlyingType(type) is not null || CollectionCopiers.IsKnown(type) || SerializedMembers.IsTuple(type)))
        {
            Array.ForEach(type.GetGenericArguments(), argument => Require(argument, seen));
        }
        else if (!type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
        {
            throw new CodecNotFoundException($"Could not find a copier for type {type}. Mark it with [GenerateSerializer] and its members with [Id].");
        }
    }

    private static bool FindShared(Type type) =>
        type.IsPrimitive || type.IsEnum || Values.Contains(type)
        || (Nullable.GetUnderlyingType(type) is { } underlying && IsShared(underlying))
        || typeof(Type).IsAssignableFrom(type)
        || typeof(GrainReference).IsAssignableFrom(type)
        || typeof(Exception).IsAssignableFrom(type)
        || (type.IsDefined(typeof(ImmutableAttribute), inherit: false) && type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)
            && (!RebuildImmutable || type.Assembly == typeof(Copiers).Assembly))
        || CollectionCopiers.IsSharedCollection(type);

    private static Func<object, object> BuildUntyped(Type type)
    {
        if (typeof(IGrainBase).IsAssignableFrom(type))
        {
            throw new CodecNotFoundException($"{type} is a grain; pass a reference to it (AsReference) instead of the object.");
        }

        return IsShared(type)
            ? static value => value
            : typeof(Copiers).GetMethod(nameof(CopyBoxed), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).CreateDelegate<Func<object, object>>();
    }

    private static object CopyBoxed<T>(object value) => Copier<T>.CopyExact((T)value)!;
}
