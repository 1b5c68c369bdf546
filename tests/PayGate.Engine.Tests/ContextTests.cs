using Microsoft.Extensions.DependencyInjection;

namespace PayGate.Engine.Tests;

public interface IContextGrain : IGrainWithStringKey
{
    Task<string?> Read();

    Task<string?> ReadThrough(string key);

    Task Write(string value);

    Task<int> Double(int number);

    Task<string?> Ambient();
}

internal sealed class ContextGrain : Grain, IContextGrain, IIncomingGrainCallFilter
{
    public Task<string?> Read() => Task.FromResult(RequestContext.Get("who") as string);

    public Task<string?> ReadThrough(string key) => GrainFactory.GetGrain<IContextGrain>(key).Read();

    public Task Write(string value)
    {
        RequestContext.Set("who", value);
        return Task.CompletedTask;
    }

    public Task<int> Double(int number) => Task.FromResult(number * 2);

    public Task<string?> Ambient() => Task.FromResult(ContextTests.Ambient.Value);

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
    public async Task StartupTask_MayCallGrains()
    {
        var answer = 0;
        await using var cluster = await Cluster.Start(silo => silo.AddStartupTask(async (services, _) =>
            answer = await services.GetRequiredService<IGrainFactory>().GetGrain<IContextGrain>("startup").Double(1)));
        Assert.Equal(3, answer);
    }
}
