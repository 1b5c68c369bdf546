using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Orleans.Runtime;

namespace Orleans.Local
{
    /// <summary>Emits the class that implements a grain interface by calls.</summary>
    internal static class ProxyFactory
    {
        private const BindingFlags Inherited = BindingFlags.Instance | BindingFlags.NonPublic;

        private static readonly Type[] ConstructorParameters = [typeof(GrainClass), typeof(GrainInterface), typeof(GrainId)];

        public static Func<GrainClass, GrainInterface, GrainId, GrainReference> Build(GrainInterface grainInterface)
        {
            var type = DefineType(grainInterface);
            DefineConstructor(type);
            for (var index = 0; index < grainInterface.Methods.Length; index++)
            {
                DefineMethod(type, grainInterface.Methods[index], index);
            }

            var create = new DynamicMethod("Create", typeof(GrainReference), ConstructorParameters, typeof(ProxyFactory).Module, skipVisibility: true);
            var il = create.GetILGenerator();
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldarg_2);
            il.Emit(OpCodes.Newobj, type.CreateType().GetConstructors()[0]);
            il.Emit(OpCodes.Ret);
            return create.CreateDelegate<Func<GrainClass, GrainInterface, GrainId, GrainReference>>();
        }

        private static TypeBuilder DefineType(GrainInterface grainInterface)
        {
            var name = "Proxy." + grainInterface.Type.FullName;
            var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(name), AssemblyBuilderAccess.Run);
            var friend = typeof(IgnoresAccessChecksToAttribute).GetConstructors()[0];
            foreach (var used in UsedTypes(grainInterface).Select(type => type.Assembly.GetName().Name!).Distinct(StringComparer.Ordinal))
            {
                assembly.SetCustomAttribute(new CustomAttributeBuilder(friend, [used]));
            }

            var type = assembly.DefineDynamicModule(name).DefineType(name, TypeAttributes.Public | TypeAttributes.Sealed, typeof(CallingReference));
            type.AddInterfaceImplementation(grainInterface.Type);
            return type;
        }

        private static IEnumerable<Type> UsedTypes(GrainInterface grainInterface) =>
            grainInterface.Methods
                .SelectMany(method => method.Method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.Method.ReturnType))
                .SelectMany(WithArguments)
                .Concat(grainInterface.Type.GetInterfaces())
                .Append(grainInterface.Type)
                .Append(typeof(CallingReference));

        private static IEnumerable<Type> WithArguments(Type type) =>
            type.IsGenericType ? type.GetGenericArguments().SelectMany(WithArguments).Append(type)
            : type.IsArray ? WithArguments(type.GetElementType()!)
            : [type];

        private static void DefineConstructor(TypeBuilder type)
        {
            var il = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, ConstructorParameters).GetILGenerator();
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldarg_2);
            il.Emit(OpCodes.Ldarg_3);
            il.Emit(OpCodes.Call, typeof(CallingReference).GetConstructors(Inherited | BindingFlags.Public)[0]);
            il.Emit(OpCodes.Ret);
        }

        private static void DefineMethod(TypeBuilder type, MethodDescriptor descriptor, int index)
        {
            var method = descriptor.Method;
            var parameters = method.GetParameters();
            var builder = type.DefineMethod(
                $"{method.DeclaringType!.FullName}.{method.Name}",
                MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig | MethodAttributes.NewSlot,
                method.ReturnType,
                [.. parameters.Select(parameter => parameter.ParameterType)]);
            var il = builder.GetILGenerator();
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldc_I4, index);
            il.Emit(OpCodes.Ldc_I4, parameters.Length);
            il.Emit(OpCodes.Newarr, typeof(object));
            for (var position = 0; position < parameters.Length; position++)
            {
                il.Emit(OpCodes.Dup);
                il.Emit(OpCodes.Ldc_I4, position);
                il.Emit(OpCodes.Ldarg, position + 1);
                il.Emit(OpCodes.Box, parameters[position].ParameterType);
                il.Emit(OpCodes.Stelem_Ref);
            }

            il.Emit(OpCodes.Call, CallMethod(descriptor));
            il.Emit(OpCodes.Ret);
            type.DefineMethodOverride(builder, method);
        }

        private static MethodInfo CallMethod(MethodDescriptor descriptor)
        {
            var returned = descriptor.Method.ReturnType;
            var name = returned == typeof(ValueTask) ? "CallVoidValueTask"
                : typeof(Task).IsAssignableFrom(returned) ? "CallTask"
                : "CallValueTask";
            var method = typeof(CallingReference).GetMethod(name, Inherited)!;
            return method.IsGenericMethod ? method.MakeGenericMethod(descriptor.ResultType) : method;
        }
    }
}

namespace System.Runtime.CompilerServices
{
    /// <summary>Known to the runtime by name: lets the emitted assembly use internal types of another.</summary>
    [AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
    internal sealed class IgnoresAccessChecksToAttribute(string assemblyName) : Attribute
    {
        public string AssemblyName { get; } = assemblyName;
    }
}
