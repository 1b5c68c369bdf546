using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Orleans.Local;

internal sealed class GrainFactory(Silo silo) : IClusterClient
{
    private readonly ConcurrentDictionary<Type, GrainReference> _prototypes = new();

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        var prototype = grainClassNamePrefix is null
            ? _prototypes.GetOrAdd(typeof(TGrainInterface), Prototype, "")
            : Prototype(typeof(TGrainInterface), grainClassNamePrefix);
        return (TGrainInterface)prototype.To(GrainId.Create(prototype.Class.GrainType, primaryKey));
    }

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable =>
        (TGrainInterface)GrainReference.Prototype(typeof(TGrainInterface), silo.Manifest.ClassOf(grainId.Type)).To(grainId);

    private GrainReference Prototype(Type interfaceType, string classNamePrefix) =>
        GrainReference.Prototype(interfaceType, silo.Manifest.ClassFor(interfaceType, classNamePrefix));
}
