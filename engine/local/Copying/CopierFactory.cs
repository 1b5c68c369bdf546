using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Orleans.Local;

/// <summary>Builds the copier of one type.</summary>
internal static class CopierFactory
{
    public static Func<T, T> Build<T>()
    {
        var type = typeof(T);
        Copiers.Require(type);
        if (Copiers.IsShared(type))
        {
            return static value => value;
        }

        return CollectionCopiers.TryBuild(type, out var copier) ? (Func<T, T>)copier : BuildMemberwise<T>();
    }

    private static Func<T, T> BuildMemberwise<T>()
    {
        var type = typeof(T);
        var members = SerializedMembers.Of(type);
        members.ForEach(member => Copiers.Require(member.Type));
        var method = new DynamicMethod("Copy", type, [type], typeof(CopierFactory).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        var copy = il.DeclareLocal(type);
        EmitNew(il, type, copy);
        foreach (var member in members)
        {
            il.Emit(type.IsValueType ? OpCodes.Ldloca : OpCodes.Ldloc, copy);
            il.Emit(type.IsValueType ? OpCodes.Ldarga_S : OpCodes.Ldarg_S, (byte)0);
            member.EmitRead(il);
            if (!Copiers.IsShared(member.Type))
            {
                il.Emit(OpCodes.Call, typeof(Copier<>).MakeGenericType(member.Type).GetMethod("Copy", BindingFlags.Public | BindingFlags.Static)!);
            }

            member.EmitWrite(il);
        }

        il.Emit(OpCodes.Ldloc, copy);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<T, T>>();
    }

    private static void EmitNew(ILGenerator il, Type type, LocalBuilder copy)
    {
        if (type.IsValueType)
        {
            il.Emit(OpCodes.Ldloca, copy);
            il.Emit(OpCodes.Initobj, type);
            return;
        }

        if (type.GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, []) is { } constructor)
        {
            il.Emit(OpCodes.Newobj, constructor);
        }
        else
        {
            il.Emit(OpCodes.Ldtoken, type);
            il.Emit(OpCodes.Call, typeof(Type).GetMethod(nameof(Type.GetTypeFromHandle))!);
            il.Emit(OpCodes.Call, typeof(RuntimeHelpers).GetMethod(nameof(RuntimeHelpers.GetUninitializedObject))!);
        }

        il.Emit(OpCodes.Stloc, copy);
    }
}
