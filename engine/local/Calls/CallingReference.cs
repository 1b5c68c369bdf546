using Orleans.Runtime;

namespace Orleans.Local;

/// <summary>The base of the proxies: each method puts its arguments in an array and calls one of these.</summary>
internal abstract class CallingReference(GrainClass grainClass, GrainInterface grainInterface, GrainId id)
    : GrainReference(grainClass, grainInterface, id)
{
    protected Task<T> CallTask<T>(int method, object?[] arguments) =>
        Request<T>.Send((MethodDescriptor<T>)Interface.Methods[method], this, arguments);

    protected ValueTask<T> CallValueTask<T>(int method, object?[] arguments) => new(CallTask<T>(method, arguments));

    protected ValueTask CallVoidValueTask(int method, object?[] arguments) => new(CallTask<NoResult>(method, arguments));
}

/// <summary>A reference that is bound to a class but to no interface yet.</summary>
internal sealed class PlainReference(GrainClass grainClass, GrainInterface grainInterface, GrainId id)
    : GrainReference(grainClass, grainInterface, id);

/// <summary>The result of a method that returns none.</summary>
[GenerateSerializer, Immutable]
internal readonly struct NoResult;
