namespace Orleans.Runtime
{
    /// <summary>Anything that can be called through a reference.</summary>
    public interface IAddressable;
}

namespace Orleans
{
    /// <summary>The base of all grain interfaces.</summary>
    public interface IGrain : Runtime.IAddressable;

    /// <summary>A grain interface whose grains are keyed by text.</summary>
    public interface IGrainWithStringKey : IGrain;

    /// <summary>Makes references to grains. A reference costs nothing: the grain is activated by the first call.</summary>
    public interface IGrainFactory
    {
        TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
            where TGrainInterface : IGrainWithStringKey;

        TGrainInterface GetGrain<TGrainInterface>(Runtime.GrainId grainId)
            where TGrainInterface : Runtime.IAddressable;
    }

    /// <summary>A grain factory for code outside of grains.</summary>
    public interface IClusterClient : IGrainFactory;
}
