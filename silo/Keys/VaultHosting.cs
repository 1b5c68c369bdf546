using Microsoft.Extensions.DependencyInjection;
using PayGate.Grains.EncryptionKeys;
using PayGate.Grains.Keys;
using PayGate.Silo.Hosting;
using PayGate.Silo.Storage;

namespace PayGate.Silo.Keys;

public static class VaultHosting
{
    /// <summary>Opens the root key, or makes it for a database that never saw one, and leaves the API its secrets. Waits a while for a source that does not answer.</summary>
    /// <exception cref="RootKeyException">The key is missing, wrong or open to others, or its source did not answer for too long; the message says what to do.</exception>
    public static async Task<KeyHierarchy> OpenKeys(SiloOptions options, CancellationToken cancellationToken)
    {
        await using var database = new SiloDatabase(options.ConnectionString);
        using var source = options.RootKey.Open(options.DataDirectory);
        var record = new PostgresRootKeyRecord(database.Reader);
        var opening = new RootKeyOpening(source, record);
        var keys = new KeyHierarchy(await StartPatience.Take(() => opening.Open(cancellationToken), cancellationToken));
        using var secrets = options.RootKey.OpenSecrets(options.DataDirectory);
        await StartPatience.Take(() => SecretsPlace.Open(secrets, record, cancellationToken), cancellationToken);
        // The cluster's clock is not followed yet: at worst this leaves an old version in the file that the keeper takes out.
        using var accepted = new AcceptedTransportKeys(keys, new PostgresTransportVersions(database.Reader), TimeProvider.System);
        await accepted.Refresh(cancellationToken);
        ApiSecretsFile.Keep(options.DataDirectory, keys.ApiSecrets);
        return keys;
    }

    internal static void AddVault(this IServiceCollection services, KeyHierarchy keys, KeyPolicy policy)
    {
        services.AddSingleton(keys);
        services.AddSingleton(policy);
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<SiloOptions>();
            return options.RootKey.OpenSecrets(options.DataDirectory);
        });
        services.AddSingleton<KeyRingKeeper>();
        services.AddHostedService(provider => provider.GetRequiredService<KeyRingKeeper>());
        services.AddSingleton(provider => keys.KeyEncryptionKeys(
            new PostgresKekVersions(provider.GetRequiredService<SiloDatabase>().Reader),
            provider.GetRequiredService<IMerchantSecrets>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IKeyFactory>(provider => provider.GetRequiredService<KeyEncryptionKeys>());
        services.AddSingleton<IKeyLeases, GrainKeyLeases>();
        services.AddSingleton(provider => new KeyRing(
            provider.GetRequiredService<IKeyLeases>(), provider.GetRequiredService<KeyEncryptionKeys>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<CardRewrapper>();
        services.AddHostedService(provider => provider.GetRequiredService<CardRewrapper>());
        services.AddSingleton<KeyOrderBook>();
        services.AddSingleton<KeyRewrapper>();
        services.AddSingleton<RestoredErasures>();
        services.AddSingleton<KeyOrders>();
        services.AddHostedService(provider => provider.GetRequiredService<KeyOrders>());
        services.AddSingleton<ITransportVersions>(provider => new PostgresTransportVersions(provider.GetRequiredService<SiloDatabase>().Reader));
        services.AddSingleton<AcceptedTransportKeys>();
        services.AddSingleton<TransportKeyKeeper>();
        services.AddHostedService(provider => provider.GetRequiredService<TransportKeyKeeper>());
        services.AddSingleton<ICardVault, CardVault>();
    }
}
