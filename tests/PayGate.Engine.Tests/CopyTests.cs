using System.Collections.Immutable;
using Orleans.Serialization;

namespace PayGate.Engine.Tests;

[GenerateSerializer, Alias("paygate.tests.line")]
public sealed record Line
{
    [Id(0)]
    public required string Text { get; init; }

    /// <summary>Has no id, and must not arrive.</summary>
    public int Forgotten { get; init; }
}

[GenerateSerializer, Immutable, Alias("paygate.tests.sealed")]
public sealed record Sealed
{
    [Id(0)]
    public required string Text { get; init; }

    /// <summary>Has no id, and must not arrive.</summary>
    public int Forgotten { get; init; }
}

[GenerateSerializer, Alias("paygate.tests.document")]
public sealed record Document
{
    [Id(0)]
    public required byte[] Bytes { get; init; }

    [Id(1)]
    public required List<Line> Lines { get; init; }

    [Id(2)]
    public required Dictionary<string, Line> ByName { get; init; }

    [Id(3)]
    public IReadOnlyList<Line> Read { get; init; } = [];

    [Id(4)]
    public ImmutableArray<Line> Fixed { get; init; }

    [Id(5)]
    public ImmutableDictionary<string, int> Counts { get; init; } = ImmutableDictionary<string, int>.Empty;

    [Id(6)]
    public DateTimeOffset At { get; init; }

    [Id(7)]
    public DayOfWeek? Day { get; init; }

    [Id(8)]
    public Shape? Shape { get; init; }

    [Id(9)]
    public Line[] Array { get; init; } = [];

    [Id(10)]
    public IReadOnlyDictionary<string, Line>? Map { get; init; }
}

[GenerateSerializer, Alias("paygate.tests.shape")]
public abstract record Shape
{
    [Id(0)]
    public string? Name { get; init; }
}

[GenerateSerializer, Alias("paygate.tests.circle")]
public sealed record Circle : Shape
{
    [Id(0)]
    public int Radius { get; init; }
}

[GenerateSerializer, Alias("paygate.tests.pair`2")]
public readonly record struct Pair<TFirst, TSecond>
{
    private Pair(TFirst first, TSecond second)
    {
        First = first;
        Second = second;
    }

    [Id(0)]
    public TFirst First { get; init; }

    [Id(1)]
    public TSecond Second { get; init; }

    public static implicit operator Pair<TFirst, TSecond>((TFirst First, TSecond Second) parts) => new(parts.First, parts.Second);
}

[GenerateSerializer, Alias("paygate.tests.positional")]
public sealed record Positional(string Name, int Number);

/// <summary>Cannot cross a call. No signature names it: Orleans would refuse to start a silo.</summary>
public sealed record Unmarked(string Name);

[GenerateSerializer, Alias("paygate.tests.holder")]
public sealed record Holder
{
    [Id(0)]
    public object? Any { get; init; }
}

public interface ICopyGrain : IGrainWithStringKey
{
    Task<Document> Keep(Document document);

    Task<Document?> Kept();

    Task<Pair<string, Line>> EchoPair(Pair<string, Line> pair);

    Task<Positional> EchoPositional(Positional value);

    Task EchoHolder(Holder holder);

    Task<object> EchoObject(object value);

    Task<IReadOnlyList<int>> Lazily();

    Task<Sealed> EchoSealed(Sealed value);

    Task<Guid> InstanceOf(ITurnGrain other);

    /// <summary>What a line in the request context holds beside what has an id.</summary>
    Task<int?> ForgottenInContext();
}

internal sealed class CopyGrain : Grain, ICopyGrain
{
    private Document? _kept;

    public Task<Document> Keep(Document document) => Task.FromResult(_kept = document);

    public Task<Document?> Kept() => Task.FromResult(_kept);

    public Task<Pair<string, Line>> EchoPair(Pair<string, Line> pair) => Task.FromResult(pair);

    public Task<Positional> EchoPositional(Positional value) => Task.FromResult(value);

    public Task EchoHolder(Holder holder) => Task.CompletedTask;

    public Task<object> EchoObject(object value) => Task.FromResult(value);

    public Task<Sealed> EchoSealed(Sealed value) => Task.FromResult(value);

    public Task<Guid> InstanceOf(ITurnGrain other) => other.Instance();

    public Task<int?> ForgottenInContext() => Task.FromResult((RequestContext.Get("line") as Line)?.Forgotten);

    public Task<IReadOnlyList<int>> Lazily() => Task.FromResult<IReadOnlyList<int>>(new int[] { 1, 2 });
}

public sealed class CopyTests
{
    [Fact]
    public async Task Argument_IsRebuiltFromItsIds()
    {
        await using var cluster = await Cluster.Start();
        var grain = cluster.Client.GetGrain<ICopyGrain>("ids");
        var sent = Sample();

        var answer = await grain.Keep(sent);
        sent.Bytes[0] = 99;
        sent.Lines.Clear();
        answer.Lines.Clear();
        var kept = (await grain.Kept())!;

        Assert.Equal(1, kept.Bytes[0]);
        Assert.Equal(new Line { Text = "a" }, Assert.Single(kept.Lines));
        Assert.Equal(new Line { Text = "b" }, kept.ByName["b"]);
        Assert.Equal(new Line { Text = "c" }, Assert.Single(kept.Read));
        Assert.Equal(new Line { Text = "d" }, Assert.Single(kept.Fixed));
        Assert.Equal(7, kept.Counts["x"]);
        Assert.Equal(sent.At, kept.At);
        Assert.Equal(DayOfWeek.Friday, kept.Day);
        Assert.Equal(new Circle { Name = "round", Radius = 3 }, kept.Shape);
        Assert.Equal(new Line { Text = "e" }, Assert.Single(kept.Array));
        Assert.Equal(new Line { Text = "f" }, kept.Map!["f"]);
    }

    [Fact]
    public async Task StructWithPrivateConstructor_AndGenericArguments_IsCopied()
    {
        await using var cluster = await Cluster.Start();
        var echo = await cluster.Client.GetGrain<ICopyGrain>("pair").EchoPair(("k", new Line { Text = "v", Forgotten = 1 }));
        Assert.Equal("k", echo.First);
        Assert.Equal(new Line { Text = "v" }, echo.Second);
    }

    [Fact]
    public async Task PositionalRecord_KeepsItsParameters()
    {
        await using var cluster = await Cluster.Start();
        Assert.Equal(new Positional("p", 4), await cluster.Client.GetGrain<ICopyGrain>("positional").EchoPositional(new Positional("p", 4)));
    }

    [Fact]
    public async Task TypeWithoutGenerateSerializer_IsRefused()
    {
        await using var cluster = await Cluster.Start();
        var grain = cluster.Client.GetGrain<ICopyGrain>("refused");
        await Assert.ThrowsAsync<CodecNotFoundException>(() => grain.EchoObject(new Unmarked("u")));
        await Assert.ThrowsAsync<CodecNotFoundException>(() => grain.EchoHolder(new Holder { Any = new Unmarked("u") }));
    }

    [Fact]
    public async Task ImmutableValue_LosesWhatHasNoId_Too()
    {
        await using var cluster = await Cluster.Start();
        var echo = await cluster.Client.GetGrain<ICopyGrain>("immutable").EchoSealed(new Sealed { Text = "s", Forgotten = 1 });
        Assert.Equal(new Sealed { Text = "s" }, echo);
    }

    [Fact]
    public async Task GrainReference_InAnArgument_CanBeCalled()
    {
        await using var cluster = await Cluster.Start();
        var other = cluster.Client.GetGrain<ITurnGrain>("other");
        Assert.Equal(await other.Instance(), await cluster.Client.GetGrain<ICopyGrain>("calls").InstanceOf(other));
    }

    [Fact]
    public async Task Null_ArrivesAsNull()
    {
        await using var cluster = await Cluster.Start();
        Assert.Null(await cluster.Client.GetGrain<ICopyGrain>("null").EchoObject(null!));
    }

    [Fact]
    public async Task RequestContextValue_IsRebuiltToo()
    {
        await using var cluster = await Cluster.Start();
        RequestContext.Set("line", new Line { Text = "c", Forgotten = 1 });
        Assert.Equal(0, await cluster.Client.GetGrain<ICopyGrain>("context").ForgottenInContext());
        RequestContext.Clear();
    }

    [Fact]
    public async Task DeclaredObject_IsCopiedByItsRuntimeType()
    {
        await using var cluster = await Cluster.Start();
        var line = new Line { Text = "o", Forgotten = 2 };
        var echo = await cluster.Client.GetGrain<ICopyGrain>("object").EchoObject(line);
        Assert.NotSame(line, echo);
        Assert.Equal(new Line { Text = "o" }, echo);
    }

    private static Document Sample() => new()
    {
        Bytes = [1, 2, 3],
        Lines = [new Line { Text = "a", Forgotten = 5 }],
        ByName = new Dictionary<string, Line> { ["b"] = new() { Text = "b", Forgotten = 5 } },
        Read = new List<Line> { new() { Text = "c", Forgotten = 5 } },
        Fixed = [new Line { Text = "d", Forgotten = 5 }],
        Counts = ImmutableDictionary<string, int>.Empty.Add("x", 7),
        At = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1)),
        Day = DayOfWeek.Friday,
        Shape = new Circle { Name = "round", Radius = 3 },
        Array = [new Line { Text = "e", Forgotten = 5 }],
        Map = new Dictionary<string, Line> { ["f"] = new() { Text = "f", Forgotten = 5 } },
    };
}
