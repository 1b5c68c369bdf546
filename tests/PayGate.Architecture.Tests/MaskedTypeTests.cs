using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Serialization;
using PayGate.Cards;

namespace PayGate.Architecture.Tests;

/// <summary>
/// Goal: no card in clear, sealed card or CVC gets into what is stored, sent or logged, also not by a member that somebody adds later. Method: by reflection over all
/// types that a JSON context knows, that cross a grain call, that a log line takes or that are thrown; the types themselves mask or refuse.
/// </summary>
public sealed class MaskedTypeTests
{
    private const string Marked = "4000056655665556";

    private static readonly Type[] Forbidden = [typeof(Secret<>), typeof(SealedCard), typeof(CardInput)];

    /// <summary>Words and flags about a CVC, which are not one.</summary>
    private static readonly string[] AboutCvc = ["CvcResult", "CvcCheck", "CvcGiven", "CvcIncluded"];

    private static readonly Assembly[] Product =
    [
        typeof(Money).Assembly, Assembly.Load("PayGate.Grains"), Assembly.Load("PayGate.Silo"), Assembly.Load("PayGate.Api"), Assembly.Load("PayGate.Bank"),
        Assembly.Load("paygate"),
    ];

    private static readonly Type[] Types = [.. Product.SelectMany(assembly => assembly.GetTypes())];

    /// <summary>Stored forms, answers and events: everything that a generated JSON context can write, whatever it is nested in.</summary>
    [Fact]
    public void TypesOfJson_HoldNoCard()
    {
        var contexts = Types.Where(type => typeof(JsonSerializerContext).IsAssignableFrom(type)).ToList();
        var written = Reached(contexts.SelectMany(context => context.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Select(property => property.PropertyType)
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(System.Text.Json.Serialization.Metadata.JsonTypeInfo<>))
            .Select(type => type.GenericTypeArguments[0])));

        Assert.True(contexts.Count > 10 && written.Count > 100, $"{contexts.Count} contexts write {written.Count} types.");
        Assert.Empty(written.SelectMany(Offences));
    }

    [Fact]
    public void TypesThatCrossGrainCalls_HoldNoCardInClearAndNoCvc()
    {
        var carried = Types.Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>() is not null).ToList();

        Assert.True(carried.Count > 100, $"{carried.Count} types cross grain calls.");
        Assert.DoesNotContain(carried.SelectMany(Offences), offence => !offence.EndsWith(nameof(SealedCard), StringComparison.Ordinal));
    }

    /// <summary>A log line takes words, numbers, times and exceptions. Whole commands and states are not formatted.</summary>
    [Fact]
    public void LogLines_TakeScalarsAlone()
    {
        var lines = Types.SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(method => method.GetCustomAttribute<LoggerMessageAttribute>() is not null).ToList();

        Assert.True(lines.Count > 10, $"There are {lines.Count} log lines.");
        Assert.Empty(lines.SelectMany(line => line.GetParameters().Where(parameter => !IsLoggable(parameter.ParameterType))
            .Select(parameter => $"{line.DeclaringType!.Name}.{line.Name}: {parameter.Name}")));
    }

    [Fact]
    public void Exceptions_HoldNoCard()
    {
        var exceptions = Types.Where(type => typeof(Exception).IsAssignableFrom(type)).ToList();

        Assert.NotEmpty(exceptions);
        Assert.Empty(exceptions.SelectMany(Offences));
        Assert.Empty(exceptions.SelectMany(type => type.GetConstructors()).SelectMany(made => made.GetParameters())
            .Where(parameter => IsForbidden(parameter.ParameterType)).Select(parameter => $"{parameter.Member.DeclaringType!.Name}: {parameter.Name}"));
    }

    /// <summary>Whatever holds a secret or a sealed card shows a mask, whoever formats it: interpolation, a logger, a failed assertion, the debugger.</summary>
    [Fact]
    public void TextOfWhatHoldsACard_IsMasked()
    {
        var holders = Types.Where(type => !type.IsAbstract && !type.ContainsGenericParameters && CardMembers(type).Any()).ToList();

        Assert.Contains(typeof(CardInput), holders);
        foreach (var type in holders)
        {
            var holder = RuntimeHelpers.GetUninitializedObject(type);
            foreach (var member in CardMembers(type).Where(member => member.CanWrite))
            {
                member.SetValue(holder, Planted(member.PropertyType));
            }

            Assert.DoesNotContain(Marked, holder.ToString() ?? "", StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToHexString(MarkedBytes), holder.ToString() ?? "", StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void SealedCard_IsMaskedAsText_AndRefusedByJson()
    {
        var card = (SealedCard)Planted(typeof(SealedCard));

        Assert.Equal("SealedCard(***)", card.ToString());
        Assert.Throws<NotSupportedException>(() => System.Text.Json.JsonSerializer.Serialize(card));
        Assert.Throws<NotSupportedException>(() => System.Text.Json.JsonSerializer.Serialize(new { Card = card }));
        Assert.Throws<NotSupportedException>(() => System.Text.Json.JsonSerializer.Deserialize<SealedCard>("{}"));
    }

    [Fact]
    public void SerializerOfGrainCalls_KnowsNoSecretAndNoCardInClear()
    {
        using var services = new ServiceCollection().AddSerializer(serializer => serializer.AddAssembly(typeof(Money).Assembly)).BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();

        Assert.NotEmpty(serializer.SerializeToArray((SealedCard)Planted(typeof(SealedCard))));
        Assert.Throws<CodecNotFoundException>(() => serializer.SerializeToArray(Secret.Of(Marked)));
        Assert.Throws<CodecNotFoundException>(() => serializer.SerializeToArray(new CardInput { Number = Secret.Of(Marked), ExpMonth = 12, ExpYear = 2039 }));
    }

    /// <summary>The rules above find what they are for.</summary>
    [Fact]
    public void Offences_AreFound()
    {
        Assert.Equal(["Planted.Card: SealedCard", "Planted.Cvc: String", "Planted.Number: Secret`1"], Offences(typeof(PlantedForm)).Select(Short).Order());
        Assert.Contains(typeof(PlantedForm), Reached([typeof(PlantedOuter)]));
        Assert.False(IsLoggable(typeof(PlantedForm)));

        static string Short(string offence) => offence.Replace(nameof(PlantedForm), "Planted", StringComparison.Ordinal);
    }

    private static byte[] MarkedBytes => [.. Enumerable.Repeat((byte)0xC5, 16)];

    private static object Planted(Type type) => type == typeof(SealedCard)
        ? new SealedCard { KeyVersion = 1, Nonce = MarkedBytes, Ciphertext = MarkedBytes }
        : type == typeof(CardInput) ? new CardInput { Number = Secret.Of(Marked), ExpMonth = 12, ExpYear = 2039 } : Secret.Of(Marked);

    private static IEnumerable<PropertyInfo> CardMembers(Type type) =>
        type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(property => IsForbidden(property.PropertyType) && property.GetIndexParameters().Length == 0);

    private static IEnumerable<string> Offences(Type type) =>
        type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: JsonIgnoreCondition.Always })
            .Where(property => IsForbidden(property.PropertyType) || (IsCvc(property.Name) && !AboutCvc.Contains(property.Name)))
            .Select(property => $"{type.Name}.{property.Name}: {property.PropertyType.Name}");

    private static bool IsCvc(string name) =>
        name.Contains("Cvc", StringComparison.OrdinalIgnoreCase) || name.Contains("Cvv", StringComparison.OrdinalIgnoreCase)
        || name.Contains("SecurityCode", StringComparison.OrdinalIgnoreCase);

    private static bool IsForbidden(Type type) =>
        Forbidden.Contains(type.IsGenericType ? type.GetGenericTypeDefinition() : type) || (type.HasElementType && IsForbidden(type.GetElementType()!))
        || (type.IsGenericType && type.GenericTypeArguments.Any(IsForbidden));

    private static bool IsLoggable(Type type) =>
        Nullable.GetUnderlyingType(type) is { } inner ? IsLoggable(inner)
        : type.IsPrimitive || type.IsEnum || typeof(Exception).IsAssignableFrom(type) || typeof(ILogger).IsAssignableFrom(type)
        || type == typeof(string) || type == typeof(TimeSpan) || type == typeof(DateTimeOffset) || type == typeof(Uri);

    /// <summary>The types and all that they are made of.</summary>
    private static HashSet<Type> Reached(IEnumerable<Type> roots)
    {
        var reached = new HashSet<Type>();
        var open = new Stack<Type>(roots);
        while (open.TryPop(out var type))
        {
            foreach (var part in type.IsGenericType ? type.GenericTypeArguments : type.HasElementType ? [type.GetElementType()!] : [])
            {
                open.Push(part);
            }

            if ((Product.Contains(type.Assembly) || type.Assembly == typeof(MaskedTypeTests).Assembly) && reached.Add(type))
            {
                foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
                    .Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: JsonIgnoreCondition.Always }))
                {
                    open.Push(property.PropertyType);
                }
            }
        }

        return reached;
    }

    private sealed record PlantedOuter
    {
        public IReadOnlyDictionary<string, PlantedForm[]> Forms { get; init; } = new Dictionary<string, PlantedForm[]>();
    }

    private sealed record PlantedForm
    {
        public SealedCard? Card { get; init; }

        public string? Cvc { get; init; }

        public Secret<string>? Number { get; init; }

        public string? CvcResult { get; init; }
    }
}
