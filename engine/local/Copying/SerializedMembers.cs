using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Orleans.Serialization;

namespace Orleans.Local;

/// <summary>A field, or a property without one of its own.</summary>
internal sealed record SerializedMember(uint? Id, string Name, Type Type, FieldInfo? Field, PropertyInfo? Property)
{
    public void EmitRead(ILGenerator il)
    {
        if (Field is not null)
        {
            il.Emit(OpCodes.Ldfld, Field);
        }
        else
        {
            il.Emit(OpCodes.Call, Property!.GetMethod!);
        }
    }

    public void EmitWrite(ILGenerator il)
    {
        if (Field is not null)
        {
            il.Emit(OpCodes.Stfld, Field);
        }
        else
        {
            il.Emit(OpCodes.Call, Property!.SetMethod!);
        }
    }
}

/// <summary>The members of a type that cross a call: those with an id, and the parameters of a positional record.</summary>
internal static class SerializedMembers
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static List<SerializedMember> Of(Type type)
    {
        if (IsTuple(type))
        {
            return [.. type.GetFields(Declared).Select(field => new SerializedMember(null, field.Name, field.FieldType, field, null))];
        }

        var members = new List<SerializedMember>();
        for (var level = type; level != typeof(object) && level != typeof(ValueType); level = level.BaseType!)
        {
            if (!level.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
            {
                throw new CodecNotFoundException($"Could not find a copier for type {level}, a base of {type}. Mark it with [GenerateSerializer].");
            }

            members.AddRange(AtLevel(level));
        }

        return members;
    }

    public static bool IsTuple(Type type) =>
        type.IsGenericType
        && (type.IsAssignableTo(typeof(ITuple)) || type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
        && type.Assembly == typeof(object).Assembly;

    private static List<SerializedMember> AtLevel(Type type)
    {
        var positional = PositionalNames(type);
        var fields = type.GetFields(Declared)
            .Where(field => field.IsDefined(typeof(IdAttribute)))
            .Select(field => new SerializedMember(IdOf(field), field.Name, field.FieldType, field, null));
        var properties = type.GetProperties(Declared)
            .Where(property => property.IsDefined(typeof(IdAttribute)) || positional.Contains(property.Name))
            .Select(property => OfProperty(type, property));
        var members = fields.Concat(properties).ToList();
        var twice = members.Where(member => member.Id is not null).GroupBy(member => member.Id).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? members
            : throw new CodecNotFoundException($"{type} uses id {twice.Key} for {string.Join(" and ", twice.Select(member => member.Name))}.");
    }

    private static SerializedMember OfProperty(Type type, PropertyInfo property)
    {
        var field = type.GetField($"<{property.Name}>k__BackingField", Declared);
        return field is not null || (property.CanRead && property.CanWrite)
            ? new SerializedMember(IdOf(property), property.Name, property.PropertyType, field, property)
            : throw new CodecNotFoundException($"{type}.{property.Name} has an id but cannot be written.");
    }

    private static uint? IdOf(MemberInfo member) => member.GetCustomAttribute<IdAttribute>()?.Id;

    /// <summary>The compiler gives a positional record a Deconstruct with one out parameter for each of its own.</summary>
    private static HashSet<string> PositionalNames(Type type) =>
        [.. type.GetMethods(Declared)
            .Where(method => method.Name == "Deconstruct" && method.IsDefined(typeof(CompilerGeneratedAttribute)))
            .SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.Name!)];
}
