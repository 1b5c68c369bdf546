using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using Orleans.Concurrency;

namespace Orleans.Local;

/// <summary>What is known of a method of a grain interface.</summary>
internal sealed class GrainMethod
{
    private static readonly ConcurrentDictionary<MethodInfo, GrainMethod> Known = new();

    private readonly Func<GrainMethod, GrainReference, object?[], Request> _newRequest;

    private GrainMethod(MethodInfo method)
    {
        var parameters = method.GetParameters();
        if (!typeof(Task).IsAssignableFrom(method.ReturnType) || method.IsGenericMethod || parameters.Any(parameter => parameter.ParameterType.IsByRef))
        {
            throw new NotSupportedException(
                $"{method.DeclaringType}.{method.Name}: a grain method returns a Task and has neither type nor by-reference parameters.");
        }

        Info = method;
        AlwaysInterleave = method.IsDefined(typeof(AlwaysInterleaveAttribute));
        ReadOnly = method.IsDefined(typeof(ReadOnlyAttribute));
        Timeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
        CancellationIndex = Array.FindIndex(parameters, parameter => parameter.ParameterType == typeof(CancellationToken));
        CopiedArguments = [.. Enumerable.Range(0, parameters.Length).Where(index => !SharedTypes.Contains(parameters[index].ParameterType))];
        Invoke = CompileInvoke(method, parameters);
        _newRequest = CompileNewRequest(method.ReturnType.IsGenericType ? method.ReturnType.GetGenericArguments()[0] : typeof(NoResult));
    }

    public MethodInfo Info { get; }

    public bool AlwaysInterleave { get; }

    public bool ReadOnly { get; }

    public TimeSpan? Timeout { get; }

    /// <summary>The position of the cancellation token, or -1.</summary>
    public int CancellationIndex { get; }

    /// <summary>The positions of the arguments that caller and callee may not share.</summary>
    public int[] CopiedArguments { get; }

    /// <summary>Calls the method on a grain.</summary>
    public Func<object, object?[], Task> Invoke { get; }

    public static GrainMethod Of(MethodInfo method) => Known.GetOrAdd(method, static key => new GrainMethod(key));

    public Request CreateRequest(GrainReference target, object?[] arguments) => _newRequest(this, target, arguments);

    private static Func<object, object?[], Task> CompileInvoke(MethodInfo method, ParameterInfo[] parameters)
    {
        var (grain, arguments) = (Expression.Parameter(typeof(object)), Expression.Parameter(typeof(object[])));
        var values = parameters.Select((parameter, index) =>
            Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(index)), parameter.ParameterType));
        var call = Expression.Call(Expression.Convert(grain, method.DeclaringType!), method, values);
        return Expression.Lambda<Func<object, object?[], Task>>(call, grain, arguments).Compile();
    }

    private static Func<GrainMethod, GrainReference, object?[], Request> CompileNewRequest(Type result)
    {
        var constructor = typeof(Request<>).MakeGenericType(result).GetConstructors()[0];
        var parameters = constructor.GetParameters().Select(parameter => Expression.Parameter(parameter.ParameterType)).ToArray();
        return Expression.Lambda<Func<GrainMethod, GrainReference, object?[], Request>>(Expression.New(constructor, parameters), parameters).Compile();
    }
}
