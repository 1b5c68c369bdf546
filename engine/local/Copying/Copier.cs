using System.Runtime.CompilerServices;

namespace Orleans.Local;

/// <summary>
/// Copies values of a declared type as if they had crossed a wire: from the members with an <see cref="IdAttribute"/> only. Values that cannot change are
/// shared. The same object twice in one argument becomes two; a circle is refused by the stack guard.
/// </summary>
internal static class Copier<T>
{
    /// <summary>A value whose type is exactly <typeparamref name="T"/>, or a subtype where none is possible.</summary>
    private static Func<T, T>? _exact;

    private static readonly bool IsShared = Copiers.IsShared(typeof(T));
    private static readonly bool IsPolymorphic = Copiers.IsPolymorphic(typeof(T));

    public static T Copy(T value)
    {
        if (IsShared || value is null)
        {
            return value;
        }

        if (typeof(T).IsValueType || !IsPolymorphic || value.GetType() == typeof(T))
        {
            return CopyExact(value);
        }

        return (T)Copiers.CopyObject(value);
    }

    public static T CopyExact(T value)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return (_exact ??= CopierFactory.Build<T>())(value);
    }
}
