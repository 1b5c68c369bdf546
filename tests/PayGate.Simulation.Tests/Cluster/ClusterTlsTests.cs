using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using PayGate.Simulation.Tests.Support;

namespace PayGate.Simulation.Tests.Cluster;

/// <summary>
/// Goal: with TLS between the processes a payment goes through, and nobody takes part whom the cluster's own authority does not vouch for. Method: two silos and an
/// API with certificates of one authority; then strangers knock at a silo's two ports, and one process of another authority tries to join.
/// </summary>
[Collection(Alone.Name)]
public sealed class ClusterTlsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Cluster_WithCertificates_TakesPaymentsAndNoStrangers()
    {
        await using var site = await GatewaySite.Create();
        using var own = new TestAuthority("own", site.DataDirectory);
        using var foreign = new TestAuthority("foreign", site.DataDirectory);
        await using var cluster = await SmallCluster.Start(site, Variables(own, own));

        var paid = await cluster.Api.Client.Post(
            "/v1/payment_intents", "paid", ("amount", "1009"), ("currency", "usd"), ("confirm", "true"), ("payment_method", CardParameters.Approving));

        Assert.Equal((200, "succeeded"), (paid.Status, paid.Find("status")));
        foreach (var port in new[] { cluster.SurvivorPart.SiloPort, cluster.SurvivorPart.GatewayPort })
        {
            await using var member = await Knock(port, own.Certificate);
            var waiting = member.ReadAsync(new byte[1]).AsTask();
            await AssertRefused(port, foreign.Certificate);
            await AssertRefused(port, null);
            // A silo greets another first; a gateway waits for the client's word. Had it hung up on a member, that it does so on strangers would say nothing.
            Assert.True(!waiting.IsCompleted || await waiting == 1, $"Port {port} hung up on a member.");
        }
    }

    [Fact]
    public async Task Silo_OfAnotherAuthority_DoesNotJoin()
    {
        await using var site = await GatewaySite.Create();
        using var own = new TestAuthority("own", site.DataDirectory);
        using var foreign = new TestAuthority("foreign", site.DataDirectory);
        await using var cluster = await SmallCluster.Start(site, Variables(own, own));

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(
            () => GatewayProcess.Start(site, GatewayPart.Of("silo,bank"), Variables(foreign, own)));

        Assert.Contains("did not come up", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(2, await cluster.ActiveSilos());
    }

    /// <param name="member">Whose certificate a process shows.</param>
    /// <param name="trusted">Whose certificates it takes.</param>
    private static (string Name, string Value)[] Variables(TestAuthority member, TestAuthority trusted) =>
    [
        ("PAYGATE_CLUSTER_TLS_CERTIFICATE", member.CertificateFile), ("PAYGATE_CLUSTER_TLS_KEY", member.KeyFile),
        ("PAYGATE_CLUSTER_TLS_AUTHORITY", trusted.AuthorityFile),
    ];

    /// <summary>The connection ends: in the handshake, or at the first read, because in TLS 1.3 the client has finished when the server looks at its certificate.</summary>
    private static async Task AssertRefused(int port, X509Certificate2? certificate)
    {
        try
        {
            await using var connection = await Knock(port, certificate);
            Assert.Equal(0, await connection.ReadAsync(new byte[1]).AsTask().WaitAsync(Limit));
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException)
        {
            // Refused with an alert, or with a reset.
        }
    }

    private static async Task<SslStream> Knock(int port, X509Certificate2? certificate)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        var stream = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, server, _, _) => server?.Issuer == "CN=own");
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "paygate",
            ClientCertificates = certificate is null ? null : [certificate],
        }).WaitAsync(Limit);
        return stream;
    }
}
