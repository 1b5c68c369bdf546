using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;
using Orleans.Storage;

namespace Orleans.Local;

/// <summary>A call on its way.</summary>
internal abstract class Request : Turn, IInvokable
{
    private int _forwards;

    protected Request(MethodDescriptor method, GrainReference target, object?[] arguments)
    {
        Descriptor = method;
        Target = target;
        Arguments = arguments;
        Context = CopyContext(RequestContext.Current);
        SourceId = RuntimeContext.Current?.GrainId;
    }

    public MethodDescriptor Descriptor { get; }

    public GrainReference Target { get; }

    public object?[] Arguments { get; }

    public Dictionary<string, object>? Context { get; }

    public GrainId? SourceId { get; }

    public override bool AlwaysInterleave => Descriptor.AlwaysInterleave;

    public override bool ReadOnly => Descriptor.ReadOnly;

    protected Silo Silo => Target.Class.Silo;

    public object? GetTarget() => Activation.GrainInstance;

    public int GetArgumentCount() => Arguments.Length;

    public object? GetArgument(int index) => Arguments[index];

    public void SetArgument(int index, object value) => Arguments[index] = value;

    public string GetMethodName() => Descriptor.Method.Name;

    public string GetInterfaceName() => Descriptor.Method.DeclaringType!.FullName!;

    public Type GetInterfaceType() => Descriptor.Method.DeclaringType!;

    public MethodInfo GetMethod() => Descriptor.Method;

    public void Dispose()
    {
    }

    /// <summary>Forwarding has a limit, as in a cluster: grains that deactivate again and again answer their queue with a fault.</summary>
    public override void Reroute()
    {
        if (IsAbandoned)
        {
            return;
        }

        if (++_forwards > Silo.Messaging.MaxForwardCount)
        {
            Fail(new OrleansMessageRejectionException(
                $"Forwarding failed: {this} was forwarded {Silo.Messaging.MaxForwardCount} times, each time to an activation that deactivated."));
        }
        else
        {
            Target.Class.Dispatch(Target.GrainId, this, Context);
        }
    }

    public override string ToString() => $"{GetInterfaceName()}.{GetMethodName()} to {Target.GrainId}";

    /// <summary>An activation that lost a race for its stored state holds a stale copy: it must not answer again.</summary>
    protected void DeactivateAfter(Exception exception)
    {
        if (exception is InconsistentStateException { IsSourceActivation: true } conflict)
        {
            conflict.IsSourceActivation = false;
            Activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationError, exception, "The stored state has changed."));
        }
    }

    private static Dictionary<string, object>? CopyContext(Dictionary<string, object>? context) =>
        context?.ToDictionary(entry => entry.Key, entry => Copiers.CopyObject(entry.Value), StringComparer.Ordinal);
}
