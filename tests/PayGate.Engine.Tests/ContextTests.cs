using Microsoft.Extensions.DependencyInjection;

namespace PayGate.Engine.Tests;

public interface IContextGrain : IGrainWithStringKey
{
    Task<string?> Read();

    Task<string?> ReadThrough(string key);

    Task Write(string value);

    Task<int> Double(int number);

    Task<string?> Ambient();

    /// <summary>What the request context held when the grain was activated.</summary>
    Task<string?> ActivatedFor();

    /// <summary>How often it was called; fails when told to.</summary>
    Task<int> Count(string wish);
}

internal sealed class ContextGrain : Grain, IContextGrain, IIncomingGrainCallFilter
{
    private string? _activatedFor;
    private int _count;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _activatedFor = RequestContext.Get("who") as string;
        return Task.CompletedTask;
    }

    public Task<string?> Read() => Task.FromResult(RequestContext.Get("who") as string);

    public Task<string?> ReadThrough(string key) => GrainFactory.GetGrain<IContextGrain>(key).Read();

    public Task Write(string value)
    {
        RequestContext.Set("who", value);
        return Task.CompletedTask;
    }

    public Task<int> Double(int number) => Task.FromResult(number * 2);

    public Task<string?> Ambient() => Task.FromResult(ContextTests.Ambient.Value);

    public Task<string?> ActivatedFor() => Task.FromResult(_activatedFor);

    public Task<int> Count(string wish) => wish is "fail" or "rescue" ? throw new ArgumentException(wish) : Task.FromResult(++_count);

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        if (context.MethodName == nameof(Double))
        {
            context.Result = (int)context.Result! + 1;
        }
    }
}

internal sealed class NotingFilter(CallNotes notes) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain is not ContextGrain)
        {
            await context.Invoke();
            return;
        }

        await context.Invoke();
        notes.Lines.Add($"{context.InterfaceName}.{context.MethodName}({context.Request.GetArgument(0)}) = {context.Result}");
    }
}

/// <summary>Changes, refuses and rescues calls as their argument says.</summary>
internal sealed class ChangingFilter : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        var argument = context.Grain is ContextGrain && context.Request.GetArgumentCount() > 0 ? context.Request.GetArgument(0) : null;
        if (argument is "refuse")
        {
            throw new InvalidOperationException("refused by a filter");
        }

        if (argument is -1)
        {
            context.Request.SetArgument(0, 1003);
        }

        try
        {
            await context.Invoke();
        }
        catch (ArgumentException) when (argument is "rescue")
        {
            context.Result = -7;
        }
    }
}

internal sealed class CallerFilter(CallNotes notes) : IIncomingGrainCallFilter
{
    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain is ContextGrain)
        {
            notes.Lines.Add($"{context.SourceId} -> {context.TargetId}");
        }

        return context.Invoke();
    }
}

internal sealed class CallNotes
{
    public List<string> Lines { get; } = [];
}

/// <summary>What travels with a call beside its arguments, and what wraps it.</summary>
public sealed class ContextTests
{
    internal static readonly AsyncLocal<string?> Ambient = new();

    [Fact]
    public async Task RequestContext_ReachesTheGrain_AndGoesOnToTheNext()
    {
        await using var cluster = await Cluster.Start();
        var grain = cluster.Client.GetGrain<IContextGrain>("context");
        RequestContext.Set("who", "merchant");
        Assert.Equal("merchant", await grain.Read());
        Assert.Equal("merchant", await grain.ReadThrough("next"));
        RequestContext.Clear();
        Assert.Null(await grain.Read());
    }

    [Fact]
    public async Task RequestContext_SetInAGrain_StaysInItsRequest()
    {
        await using var cluster = await Cluster.Start();
        var grain = cluster.Client.GetGrain<IContextGrain>("stays");
        await grain.Write("inside");
        Assert.Null(RequestContext.Get("who"));
        Assert.Null(await grain.Read());
    }

    [Fact]
    public async Task AmbientStateOfTheCaller_DoesNotReachTheGrain()
    {
        await using var cluster = await Cluster.Start();
        Ambient.Value = "outside";
        Assert.Null(await cluster.Client.GetGrain<IContextGrain>("ambient").Ambient());
    }

    [Fact]
    public async Task Filters_WrapTheCall_TheGrainsOwnInnermost()
    {
        var notes = new CallNotes();
        await using var cluster = await Cluster.Start(silo =>
            silo.AddIncomingGrainCallFilter<NotingFilter>().ConfigureServices(services => services.AddSingleton(notes)));
        Assert.Equal(43, await cluster.Client.GetGrain<IContextGrain>("filter").Double(21));
        Assert.Equal(["PayGate.Engine.Tests.IContextGrain.Double(21) = 43"], notes.Lines);
    }

    [Fact]
    public async Task RequestContext_ReachesTheActivationHook()
    {
        await using var cluster = await Cluster.Start();
        RequestContext.Set("who", "first");
        var grain = cluster.Client.GetGrain<IContextGrain>("hook");
        Assert.Equal("first", await grain.ActivatedFor());
        RequestContext.Clear();
        Assert.Equal("first", await grain.ActivatedFor());
    }

    [Fact]
    public async Task Filter_MayChangeArgumentsAndAnswers()
    {
        await using var cluster = await Cluster.Start(silo => silo.AddIncomingGrainCallFilter<ChangingFilter>());
        Assert.Equal(2007, await cluster.Client.GetGrain<IContextGrain>("changed").Double(-1));
    }

    [Fact]
    public async Task Filter_MayRefuse_AndTheMethodIsNotCalled()
    {
        await using var cluster = await Cluster.Start(silo => silo.AddIncomingGrainCallFilter<ChangingFilter>());
        var grain = cluster.Client.GetGrain<IContextGrain>("refused");
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => grain.Count("refuse"));
        Assert.Equal("refused by a filter", error.Message);
        Assert.Equal(1, await grain.Count("fine"));
    }

    [Fact]
    public async Task Filter_MayAnswerInPlaceOfAnException()
    {
        await using var cluster = await Cluster.Start(silo => silo.AddIncomingGrainCallFilter<ChangingFilter>());
        var grain = cluster.Client.GetGrain<IContextGrain>("rescued");
        Assert.Equal(-7, await grain.Count("rescue"));
        await Assert.ThrowsAsync<ArgumentException>(() => grain.Count("fail"));
    }

    [Fact]
    public async Task Filter_SeesWhoCallsWhom()
    {
        var notes = new CallNotes();
        await using var cluster = await Cluster.Start(silo =>
            silo.AddIncomingGrainCallFilter<CallerFilter>().ConfigureServices(services => services.AddSingleton(notes)));
        await cluster.Client.GetGrain<IContextGrain>("from").ReadThrough("to");
        Assert.Contains("context/from -> context/to", notes.Lines);
    }
}
