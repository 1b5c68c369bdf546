using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json.Serialization;

namespace PayGate.Domain.Tests.Journal;

/// <summary>Facts with every stored member set, made from their types, so that a member that is added is in them by itself.</summary>
internal static class FilledFacts
{
    public const string Word = "Zoraida";

    private static readonly MethodInfo Arrays = typeof(FilledFacts).GetMethod(nameof(OneItem), BindingFlags.Static | BindingFlags.NonPublic)!;

    public static TFact Of<TFact>(Type type) => (TFact)Filled(type)!;

    private static object? Filled(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Filled(inner);
        }

        if (type.IsEnum)
        {
            return Enum.GetValues(type).GetValue(0);
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
        {
            return Arrays.MakeGenericMethod(type.GetGenericArguments()).Invoke(null, []);
        }

        return Known(type) ?? Record(type);
    }

    private static object? Known(Type type) => type switch
    {
        _ when type == typeof(string) => Word,
        _ when type == typeof(bool) => true,
        _ when type == typeof(byte[]) => new byte[] { 1 },
        _ when type == typeof(Currency) => Currency.Parse("usd"),
        _ when type == typeof(Money) => new Money(1, Currency.Parse("usd")),
        _ when type == typeof(DateTimeOffset) => new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero),
        _ when type == typeof(DateOnly) => new DateOnly(2026, 3, 4),
        _ when type == typeof(TimeSpan) => TimeSpan.FromDays(2),
        _ when type == typeof(ImmutableSortedDictionary<string, string>) =>
            ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("seat", Word),
        _ when type.IsPrimitive || type == typeof(decimal) => Convert.ChangeType(1, type, System.Globalization.CultureInfo.InvariantCulture),
        _ => null,
    };

    private static object Record(Type type)
    {
        var maker = type.GetConstructors().OrderByDescending(one => one.GetParameters().Length).FirstOrDefault();
        var record = maker is null ? Activator.CreateInstance(type)! : maker.Invoke([.. maker.GetParameters().Select(one => Filled(one.ParameterType))]);
        foreach (var member in type.GetProperties().Where(member => member.SetMethod is not null && !IsIgnored(member)))
        {
            member.SetValue(record, Filled(member.PropertyType));
        }

        return record;
    }

    private static bool IsIgnored(PropertyInfo member) =>
        member.GetCustomAttribute<JsonIgnoreAttribute>() is { Condition: JsonIgnoreCondition.Always };

    private static ImmutableArray<T> OneItem<T>() => [(T)Filled(typeof(T))!];
}
