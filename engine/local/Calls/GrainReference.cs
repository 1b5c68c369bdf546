using Orleans.Local;

namespace Orleans.Runtime;

/// <summary>A reference to a grain. The classes that implement grain interfaces are made from it at run time.</summary>
public abstract class GrainReference : IAddressable, IEquatable<GrainReference>
{
    private readonly GrainId _id;

    private protected GrainReference(GrainClass grainClass, GrainInterface grainInterface, GrainId id)
    {
        Class = grainClass;
        Interface = grainInterface;
        _id = id;
    }

    public GrainId GrainId => _id;

    public string InterfaceName => Interface.Type.FullName!;

    internal GrainClass Class { get; }

    internal GrainInterface Interface { get; }

    public bool Equals(GrainReference? other) => other is not null && _id == other._id;

    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    public override int GetHashCode() => _id.GetHashCode();

    public override string ToString() => $"GrainReference:{_id}";

    internal GrainReference Cast(Type interfaceType) => interfaceType.IsInstanceOfType(this) ? this : GrainFactory.Reference(interfaceType, Class, _id);
}
