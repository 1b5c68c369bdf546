using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Serialization.Invocation
{
    /// <summary>A request as a call filter sees it.</summary>
    public interface IInvokable
    {
        int GetArgumentCount();

        object? GetArgument(int index);

        void SetArgument(int index, object? value);
    }
}

namespace Orleans
{
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

        /// <summary>Runs the next filter, or the method. Its exception comes through.</summary>
        Task Invoke();
    }

    public interface IIncomingGrainCallContext : IGrainCallContext;

    /// <summary>Wraps every request at its target, in order of registration; a grain that implements it wraps its own last.</summary>
    public interface IIncomingGrainCallFilter
    {
        Task Invoke(IIncomingGrainCallContext context);
    }
}
