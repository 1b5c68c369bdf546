using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Serialization.Invocation
{
    /// <summary>A request as a call filter sees it.</summary>
    public interface IInvokable : IDisposable
    {
        object? GetTarget();

        int GetArgumentCount();

        object? GetArgument(int index);

        void SetArgument(int index, object value);

        string GetMethodName();

        string GetInterfaceName();

        MethodInfo GetMethod();

        Type GetInterfaceType();
    }

    /// <summary>The answer to a request: a result or an exception.</summary>
    public sealed class Response
    {
        public object? Result { get; init; }

        public Exception? Exception { get; init; }

        public static Response FromException(Exception exception) => new() { Exception = exception };

        public static Response FromResult<TResult>(TResult value) => new() { Result = value };
    }
}

namespace Orleans
{
    public delegate Task IncomingGrainCallFilterDelegate(IIncomingGrainCallContext context);

    public interface IGrainCallContext
    {
        IInvokable Request { get; }

        object Grain { get; }

        /// <summary>The calling grain, or null for a call from outside.</summary>
        GrainId? SourceId { get; }

        GrainId TargetId { get; }

        string InterfaceName { get; }

        string MethodName { get; }

        MethodInfo InterfaceMethod { get; }

        object? Result { get; set; }

        Response? Response { get; set; }

        /// <summary>Runs the next filter, or the method. Its exception comes through.</summary>
        Task Invoke();
    }

    public interface IIncomingGrainCallContext : IGrainCallContext
    {
        IGrainContext TargetContext { get; }

        MethodInfo ImplementationMethod { get; }
    }

    /// <summary>Wraps every request at its target, in order of registration; a grain that implements it wraps its own last.</summary>
    public interface IIncomingGrainCallFilter
    {
        Task Invoke(IIncomingGrainCallContext context);
    }
}
