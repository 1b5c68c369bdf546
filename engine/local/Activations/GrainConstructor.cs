using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans.Local;

/// <summary>Makes grain instances: services from the activation's scope, persistent state by <see cref="PersistentStateAttribute"/>.</summary>
internal static class GrainConstructor
{
    public static Func<Activation, object> For(Type type)
    {
        var constructors = type.GetConstructors();
        if (constructors.Length != 1)
        {
            throw new OrleansConfigurationException($"Grain class {type} must have exactly one public constructor.");
        }

        var invoker = ConstructorInvoker.Create(constructors[0]);
        var arguments = constructors[0].GetParameters().Select(Argument).ToArray();
        return activation =>
        {
            var values = new object?[arguments.Length];
            for (var index = 0; index < values.Length; index++)
            {
                values[index] = arguments[index](activation);
            }

            return invoker.Invoke(values.AsSpan());
        };
    }

    private static Func<Activation, object?> Argument(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (parameter.GetCustomAttribute<PersistentStateAttribute>() is { } facet)
        {
            return PersistentState.Factory(type, facet);
        }

        if (type == typeof(IGrainContext))
        {
            return activation => activation;
        }

        if (parameter.GetCustomAttribute<FromKeyedServicesAttribute>() is { } keyed)
        {
            return activation => activation.ActivationServices.GetRequiredKeyedService(type, keyed.Key);
        }

        return parameter.HasDefaultValue
            ? activation => activation.ActivationServices.GetService(type) ?? parameter.DefaultValue
            : activation => activation.ActivationServices.GetRequiredService(type);
    }
}
