using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Orleans.Runtime;

namespace Orleans.Local;

/// <summary>A reference to a grain. For each grain interface the runtime makes one class that implements it by <see cref="Invoke"/>.</summary>
[SuppressMessage("Performance", "CA1852", Justification = "The runtime makes subclasses.")]
internal class GrainReference : DispatchProxy, IAddressable, IEquatable<GrainReference>
{
    public GrainClass Class { get; private set; } = null!;

    public GrainId GrainId { get; private set; }

    /// <summary>A reference to no grain yet, which <see cref="To"/> copies: many times faster than to make each anew.</summary>
    public static GrainReference Prototype(Type interfaceType, GrainClass grainClass)
    {
        var reference = (GrainReference)Create(interfaceType, typeof(GrainReference));
        reference.Class = grainClass;
        return reference;
    }

    public object To(GrainId id)
    {
        var reference = (GrainReference)MemberwiseClone();
        reference.GrainId = id;
        return reference;
    }

    public bool Equals(GrainReference? other) => other is not null && GrainId == other.GrainId;

    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    public override int GetHashCode() => GrainId.GetHashCode();

    public override string ToString() => $"GrainReference:{GrainId}";

    protected override object Invoke(MethodInfo? targetMethod, object?[]? args) =>
        GrainMethod.Of(targetMethod!).CreateRequest(this, args!).Send();
}
