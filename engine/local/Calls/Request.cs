using System.Reflection;
using System.Runtime.ExceptionServices;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;
using Orleans.Storage;

namespace Orleans.Local;

/// <summary>A call on its way, and what filters see of it.</summary>
internal abstract class Request(GrainMethod method, GrainReference target, object?[] arguments) : Turn, IInvokable, IIncomingGrainCallContext
{
    private readonly Dictionary<string, object>? _context = RequestContext.Current?.ToDictionary(
        entry => entry.Key, entry => Copier.Copy(entry.Value)!, StringComparer.Ordinal);

    private CancellationToken _cancellation;
    private CancellationTokenRegistration _registration;
    private int _filtersBegun;
    private object? _result;

    public override bool AlwaysInterleave => method.AlwaysInterleave;

    public override bool ReadOnly => method.ReadOnly;

    public override bool IsAbandoned => Answer.IsCompleted;

    IInvokable IGrainCallContext.Request => this;

    public object Grain => Activation.GrainInstance!;

    public GrainId? SourceId { get; } = RuntimeContext.Current?.GrainId;

    public GrainId TargetId => target.GrainId;

    public string InterfaceName => method.Info.DeclaringType!.FullName!;

    public string MethodName => method.Info.Name;

    public MethodInfo InterfaceMethod => method.Info;

    public object? Result
    {
        get => _result;
        set => (_result, Fault) = (value, null);
    }

    /// <summary>What the method threw, unless a filter set a result instead.</summary>
    protected Exception? Fault { get; set; }

    /// <summary>What the caller waits for.</summary>
    protected abstract Task Answer { get; }

    private Silo Silo => target.Class.Silo;

    public Task Send()
    {
        Silo.ThrowIfUnavailable();
        var token = method.CancellationIndex < 0 ? default : (CancellationToken)arguments[method.CancellationIndex]!;
        if (token.IsCancellationRequested)
        {
            Cancel(token);
            return Answer;
        }

        foreach (var index in method.CopiedArguments)
        {
            arguments[index] = Copier.Copy(arguments[index]);
        }

        Silo.Calls.Add(this, method.Timeout ?? Silo.Messaging.ResponseTimeout);
        if (token.CanBeCanceled)
        {
            LinkCancellation(token);
        }

        target.Class.Dispatch(target.GrainId, this, _context);
        return Answer;
    }

    public override async Task Run()
    {
        if (!IsAbandoned)
        {
            try
            {
                RequestContext.Current = _context;
                await (Silo.Filters.Length == 0 && Grain is not IIncomingGrainCallFilter ? InvokeMethod() : Invoke());
                if (Fault is not null)
                {
                    ExceptionDispatchInfo.Throw(Fault);
                }

                Succeed(_result);
            }
            catch (Exception exception)
            {
                DeactivateAfter(exception);
                Fail(exception);
            }

            Forget();
        }

        Activation.Complete(this);
    }

    /// <summary>The next filter, the grain's own last, or the method itself.</summary>
    public Task Invoke()
    {
        var stage = _filtersBegun++;
        return stage < Silo.Filters.Length ? Silo.Filters[stage].Invoke(this)
            : stage == Silo.Filters.Length && Grain is IIncomingGrainCallFilter own ? own.Invoke(this)
            : InvokeMethod();
    }

    public override void Reroute()
    {
        if (!IsAbandoned)
        {
            target.Class.Dispatch(target.GrainId, this, _context);
        }
    }

    public override void Fail(Exception exception)
    {
        if (exception is OperationCanceledException canceled && _cancellation.IsCancellationRequested)
        {
            Cancel(canceled.CancellationToken);
        }
        else
        {
            SetException(exception);
        }

        Forget();
    }

    public int GetArgumentCount() => arguments.Length;

    public object? GetArgument(int index) => arguments[index];

    public void SetArgument(int index, object? value) => arguments[index] = value;

    public override string ToString() => $"{InterfaceName}.{MethodName} to {TargetId}";

    protected abstract void Succeed(object? result);

    protected abstract void SetException(Exception exception);

    protected abstract void Cancel(CancellationToken token);

    /// <summary>Awaits the method and keeps its result or its exception.</summary>
    protected abstract Task InvokeMethod();

    protected Task StartMethod() => method.Invoke(Grain, arguments);

    private void Forget()
    {
        Silo.Calls.Remove(this);
        _registration.Unregister();
    }

    /// <summary>The caller stops waiting at once; the callee's own token is cancelled between its other code, never beside it.</summary>
    private void LinkCancellation(CancellationToken token)
    {
        var source = new CancellationTokenSource();
        _cancellation = source.Token;
        arguments[method.CancellationIndex] = _cancellation;
        _registration = token.UnsafeRegister(
            (_, canceled) =>
            {
                Silo.Calls.Remove(this);
                Cancel(canceled);
                Activation?.Post(source.Cancel);
            },
            null);
    }

    /// <summary>An activation that lost a race for its stored state holds a stale copy: it must not answer again.</summary>
    private void DeactivateAfter(Exception exception)
    {
        if (exception is InconsistentStateException { IsSourceActivation: true } conflict)
        {
            conflict.IsSourceActivation = false;
            Activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationError, exception, "The stored state has changed."));
        }
    }
}

/// <summary>A call whose answer is a <typeparamref name="T"/>.</summary>
internal sealed class Request<T>(GrainMethod method, GrainReference target, object?[] arguments) : Request(method, target, arguments)
{
    private static readonly bool IsShared = SharedTypes.Contains(typeof(T));

    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected override Task Answer => _answer.Task;

    protected override void Succeed(object? result) => _answer.TrySetResult((T)(IsShared ? result : Copier.Copy(result))!);

    protected override void SetException(Exception exception) => _answer.TrySetException(exception);

    protected override void Cancel(CancellationToken token) => _answer.TrySetCanceled(token);

    protected override async Task InvokeMethod()
    {
        try
        {
            if (typeof(T) == typeof(NoResult))
            {
                await StartMethod();
            }
            else
            {
                Result = await (Task<T>)StartMethod();
            }
        }
        catch (Exception exception)
        {
            Fault = exception;
            throw;
        }
    }
}

/// <summary>The answer of a method that returns none.</summary>
internal sealed class NoResult;
