using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Connections.Security;
using Orleans.Serialization;
using PayGate.Clusters;

namespace PayGate.Engine;

/// <summary>What silos and API processes have in common when they join a cluster; compiled into both.</summary>
internal static class ClusterConnections
{
    /// <summary>The name under which Orleans' packages know PostgreSQL.</summary>
    public const string Invariant = "Npgsql";

    /// <summary>One gateway is one service, whatever its clusters are called: reminders belong to the service.</summary>
    public const string ServiceId = "paygate";

    // Membership is read and written by a handful of timers.
    private const int PoolMax = 4;

    /// <summary>Orleans' statements name their tables without a schema.</summary>
    public static string Database(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        SearchPath = "orleans",
        ApplicationName = "paygate-cluster",
        MaxPoolSize = PoolMax,
    }.ConnectionString;

    /// <summary>
    /// What an actor throws reaches a caller in another process as what it is. Orleans by itself carries its own and the framework's exceptions; in the place of
    /// any that has another in it, such as a fault of storage with Npgsql's word for it, the caller would get a complaint about serializers.
    /// </summary>
    public static IServiceCollection CarryExceptions(this IServiceCollection services) =>
        services.Configure<ExceptionSerializationOptions>(options => options.SupportedNamespacePrefixes.UnionWith(["Npgsql", "PayGate"]));

    /// <summary>Both sides show a certificate. Names are not compared, because processes come and go with their addresses: the authority is the test.</summary>
    public static void Use(this TlsOptions options, ClusterTls tls)
    {
        var authority = X509CertificateLoader.LoadCertificateFromFile(tls.AuthorityFile);
        options.LocalCertificate = X509Certificate2.CreateFromPemFile(tls.CertificateFile, tls.KeyFile);
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (certificate, _, _) => IsSignedBy(authority, certificate);
        options.OnAuthenticateAsClient = (_, client) => client.TargetHost = ServiceId;
    }

    private static bool IsSignedBy(X509Certificate2 authority, X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }
}
