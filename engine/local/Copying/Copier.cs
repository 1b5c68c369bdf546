using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using Orleans.Serialization;

namespace Orleans.Local;

/// <summary>
/// Copies values as if they had crossed a wire: from the members with an <see cref="IdAttribute"/> only. Values that cannot change are shared. The same
/// object twice in one argument becomes two; a circle is refused by the stack guard.
/// </summary>
internal static class Copier
{
    /// <summary>By runtime type; null for types whose values are shared.</summary>
    private static readonly ConcurrentDictionary<Type, Func<object, object>?> Copiers = new();

    public static object? Copy(object? value) => value is null || Copiers.GetOrAdd(value.GetType(), Build) is not { } copy ? value : copy(value);

    public static T CopyAs<T>(T value) => (T)Copy(value)!;

    private static Func<object, object>? Build(Type type)
    {
        if (SharedTypes.Contains(type))
        {
            return null;
        }

        if (typeof(IGrainBase).IsAssignableFrom(type))
        {
            throw new CodecNotFoundException($"{type} is a grain; pass its key instead of the object.");
        }

        Require(type, []);
        return Collections.TryBuild(type) ?? BuildMemberwise(type);
    }

    private static Func<object, object> BuildMemberwise(Type type)
    {
        var fields = SerializedMembers.Of(type);
        fields.ForEach(field => Require(field.FieldType, []));
        var constructor = type.GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, []) is { } found
            ? ConstructorInvoker.Create(found)
            : null;
        return source =>
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            var copy = constructor?.Invoke() ?? RuntimeHelpers.GetUninitializedObject(type);
            foreach (var field in fields)
            {
                field.SetValue(copy, Copy(field.GetValue(source)));
            }

            return copy;
        };
    }

    /// <summary>Refuses a declared type that could never be copied, so that a null member does not hide it.</summary>
    private static void Require(Type type, HashSet<Type> seen)
    {
        if (SharedTypes.Contains(type) || !seen.Add(type) || type.IsInterface || type == typeof(object))
        {
            return;
        }

        if (type.IsArray)
        {
            Require(type.GetElementType()!, seen);
        }
        else if (Nullable.GetUnderlyingType(type) is not null || Collections.IsKnown(type) || SerializedMembers.IsTuple(type))
        {
            Array.ForEach(type.GetGenericArguments(), argument => Require(argument, seen));
        }
        else if (!type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
        {
            throw new CodecNotFoundException($"Could not find a copier for type {type}. Mark it with [GenerateSerializer] and its members with [Id].");
        }
    }
}
