using System.Linq.Expressions;
using System.Reflection;
using Orleans.Concurrency;

namespace Orleans.Local;

/// <summary>What is known of a method of a grain interface.</summary>
internal abstract class MethodDescriptor
{
    private readonly Func<object, object>?[] _copiers;

    protected MethodDescriptor(MethodInfo method)
    {
        var parameters = method.GetParameters();
        Method = method;
        AlwaysInterleave = method.IsDefined(typeof(AlwaysInterleaveAttribute));
        ReadOnly = method.IsDefined(typeof(ReadOnlyAttribute));
        Timeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
        CancellationIndex = Array.FindIndex(parameters, parameter => parameter.ParameterType == typeof(CancellationToken));
        _copiers = [.. parameters.Select(parameter => Copiers.IsShared(parameter.ParameterType) ? null : (Func<object, object>)Copiers.CopyObject)];
    }

    public MethodInfo Method { get; }

    public abstract Type ResultType { get; }

    public bool AlwaysInterleave { get; }

    public bool ReadOnly { get; }

    public TimeSpan? Timeout { get; }

    /// <summary>The position of the cancellation token, or -1.</summary>
    public int CancellationIndex { get; }

    public static MethodDescriptor For(MethodInfo method)
    {
        var returned = method.ReturnType;
        var result = returned == typeof(Task) || returned == typeof(ValueTask) ? typeof(NoResult)
            : returned.IsGenericType && returned.GetGenericTypeDefinition() is var definition && (definition == typeof(Task<>) || definition == typeof(ValueTask<>))
                ? returned.GetGenericArguments()[0]
                : null;
        if (result is null || method.IsGenericMethod || method.GetParameters().Any(parameter => parameter.ParameterType.IsByRef))
        {
            throw new NotSupportedException(
                $"{method.DeclaringType}.{method.Name}: a grain method returns Task or ValueTask and has neither type nor by-reference parameters.");
        }

        return (MethodDescriptor)Activator.CreateInstance(typeof(MethodDescriptor<>).MakeGenericType(result), method)!;
    }

    public void CopyArguments(object?[] arguments)
    {
        for (var index = 0; index < arguments.Length; index++)
        {
            if (_copiers[index] is { } copier && arguments[index] is { } argument)
            {
                arguments[index] = copier(argument);
            }
        }
    }
}

internal sealed class MethodDescriptor<T>(MethodInfo method) : MethodDescriptor(method)
{
    private readonly Lazy<Func<object, object?[], ValueTask<T>>> _invoker = new(() => Compile(method));

    public override Type ResultType => typeof(T);

    public ValueTask<T> Invoke(object grain, object?[] arguments) => _invoker.Value(grain, arguments);

    private static Func<object, object?[], ValueTask<T>> Compile(MethodInfo method)
    {
        var grain = Expression.Parameter(typeof(object));
        var arguments = Expression.Parameter(typeof(object[]));
        var call = Expression.Call(
            Expression.Convert(grain, method.DeclaringType!),
            method,
            method.GetParameters().Select((parameter, index) =>
                Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(index)), parameter.ParameterType)));
        Expression body = method.ReturnType == typeof(Task) ? Expression.Call(typeof(Results), nameof(Results.Of), null, call)
            : method.ReturnType == typeof(ValueTask) ? Expression.Call(typeof(Results), nameof(Results.OfValue), null, call)
            : method.ReturnType == typeof(ValueTask<T>) ? call
            : Expression.New(typeof(ValueTask<T>).GetConstructor([typeof(Task<T>)])!, call);
        return Expression.Lambda<Func<object, object?[], ValueTask<T>>>(body, grain, arguments).Compile();
    }
}

internal static class Results
{
    public static ValueTask<NoResult> Of(Task task) => task.IsCompletedSuccessfully ? default : Await(task);

    public static ValueTask<NoResult> OfValue(ValueTask task) => task.IsCompletedSuccessfully ? default : Await(task.AsTask());

    private static async ValueTask<NoResult> Await(Task task)
    {
        await task;
        return default;
    }
}
