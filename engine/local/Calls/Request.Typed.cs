using System.Runtime.ExceptionServices;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Local;

internal sealed class Request<T> : Request
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource? _cancellation;
    private CancellationTokenRegistration _registration;

    private Request(MethodDescriptor<T> method, GrainReference target, object?[] arguments)
        : base(method, target, arguments)
    {
    }

    public override bool IsAbandoned => _answer.Task.IsCompleted;

    public static Task<T> Send(MethodDescriptor<T> method, GrainReference target, object?[] arguments)
    {
        var silo = target.Class.Silo;
        silo.ThrowIfUnavailable();
        var token = method.CancellationIndex < 0 ? default : (CancellationToken)arguments[method.CancellationIndex]!;
        if (token.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(token);
        }

        method.CopyArguments(arguments);
        var request = new Request<T>(method, target, arguments);
        silo.Calls.Add(request, method.Timeout ?? silo.Messaging.ResponseTimeout);
        if (token.CanBeCanceled)
        {
            request.LinkCancellation(token);
        }

        target.Class.Dispatch(target.GrainId, request, request.Context);
        return request._answer.Task;
    }

    public override void Fail(Exception exception)
    {
        Silo.Calls.Remove(this);
        _registration.Unregister();
        _answer.TrySetException(exception);
    }

    public override async Task Run()
    {
        if (!IsAbandoned)
        {
            await RunMethod();
            Silo.Calls.Remove(this);
            _registration.Unregister();
        }

        Activation.Complete(this);
    }

    private async ValueTask RunMethod()
    {
        try
        {
            RequestContext.Current = Context;
            var result = Silo.Filters.Length == 0 && Activation.GrainInstance is not IIncomingGrainCallFilter
                ? await ((MethodDescriptor<T>)Descriptor).Invoke(Activation.GrainInstance!, Arguments)
                : await RunFiltered();
            _answer.TrySetResult(Copier<T>.Copy(result));
        }
        catch (Exception exception)
        {
            DeactivateAfter(exception);
            if (exception is OperationCanceledException canceled && _cancellation?.IsCancellationRequested == true)
            {
                _answer.TrySetCanceled(canceled.CancellationToken);
            }
            else
            {
                _answer.TrySetException(exception);
            }
        }
    }

    private async ValueTask<T> RunFiltered()
    {
        var call = new IncomingCall(this, async () => Response.FromResult(await ((MethodDescriptor<T>)Descriptor).Invoke(Activation.GrainInstance!, Arguments)));
        await call.Invoke();
        if (call.Response?.Exception is { } exception)
        {
            ExceptionDispatchInfo.Throw(exception);
        }

        return (T)(call.Response?.Result ?? default(T)!);
    }

    /// <summary>The caller stops waiting at once; the callee's own token is cancelled between its other code, never beside it.</summary>
    private void LinkCancellation(CancellationToken token)
    {
        _cancellation = new CancellationTokenSource();
        Arguments[Descriptor.CancellationIndex] = _cancellation.Token;
        _registration = token.UnsafeRegister(
            static (state, token) =>
            {
                var request = (Request<T>)state!;
                request.Silo.Calls.Remove(request);
                request._answer.TrySetCanceled(token);
                if (request.Activation is { } activation)
                {
                    activation.Post(request._cancellation!.Cancel);
                }
            },
            this);
    }
}
