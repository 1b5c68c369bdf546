using System.Reflection;
using System.Runtime.CompilerServices;
using Orleans.Serialization;

namespace Orleans.Local;

/// <summary>The fields of a type that cross a call: those with an id, of properties with an id, and of the parameters of a positional record.</summary>
internal static class SerializedMembers
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static bool IsTuple(Type type) =>
        type.IsGenericType
        && (type.IsAssignableTo(typeof(ITuple)) || type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
        && type.Assembly == typeof(object).Assembly;

    public static List<FieldInfo> Of(Type type)
    {
        if (IsTuple(type))
        {
            return [.. type.GetFields(Declared)];
        }

        var fields = new List<FieldInfo>();
        for (var level = type; level != typeof(object) && level != typeof(ValueType); level = level.BaseType!)
        {
            if (!level.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
            {
                throw new CodecNotFoundException($"Could not find a copier for type {level}, a base of {type}. Mark it with [GenerateSerializer].");
            }

            fields.AddRange(AtLevel(level));
        }

        return fields;
    }

    private static IEnumerable<FieldInfo> AtLevel(Type type)
    {
        // The compiler gives a positional record a Deconstruct with one out parameter for each of its own.
        var positional = type.GetMethods(Declared)
            .Where(method => method.Name == "Deconstruct" && method.IsDefined(typeof(CompilerGeneratedAttribute)))
            .SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.Name!)
            .ToHashSet(StringComparer.Ordinal);
        var properties = type.GetProperties(Declared)
            .Where(property => property.IsDefined(typeof(IdAttribute)) || positional.Contains(property.Name))
            .Select(property => type.GetField($"<{property.Name}>k__BackingField", Declared)
                ?? throw new CodecNotFoundException($"{type}.{property.Name} has an id but no field of its own."));
        return type.GetFields(Declared).Where(field => field.IsDefined(typeof(IdAttribute))).Concat(properties);
    }
}
