using Orleans.Runtime;

namespace Orleans.Local;

internal sealed class GrainFactory(Silo silo) : IClusterClient
{
    public IServiceProvider ServiceProvider => silo.Services;

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey =>
        (TGrainInterface)(object)Reference(typeof(TGrainInterface), primaryKey, grainClassNamePrefix);

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => (IGrain)Reference(grainInterfaceType, grainPrimaryKey, null);

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable =>
        (TGrainInterface)(object)Reference(typeof(TGrainInterface), silo.Manifest.ClassOf(grainId.Type), grainId);

    public static GrainReference Reference(GrainClass grainClass, GrainId id) => Reference(typeof(IAddressable), grainClass, id);

    public static GrainReference Reference(Type interfaceType, GrainClass grainClass, GrainId id) => GrainInterface.Of(interfaceType).Reference(grainClass, id);

    private GrainReference Reference(Type interfaceType, string key, string? classNamePrefix)
    {
        var grainClass = silo.Manifest.ClassFor(interfaceType, classNamePrefix);
        return Reference(interfaceType, grainClass, GrainId.Create(grainClass.GrainType, key));
    }
}
