using System.Net;
using PayGate.Cli.Hosting;
using PayGate.Clusters;

namespace PayGate.Cli.Tests.Hosting;

public sealed class ClusterVariablesTests
{
    [Fact]
    public void Read_WhenNothingIsSet_GivesThisMachineAndTheDocumentedSettings() => Assert.Equal(
        new ClusterSettings
        {
            ClusterId = "paygate",
            Address = IPAddress.Loopback,
            SiloPort = 11111,
            GatewayPort = 30000,
            ProbeTimeout = TimeSpan.FromSeconds(2),
            ProbeTimeoutMax = TimeSpan.FromSeconds(4),
            ProbesMissedMax = 2,
        },
        Read([]));

    [Fact]
    public void Read_WhenAllIsSet_GivesThat()
    {
        var file = typeof(ClusterVariablesTests).Assembly.Location;
        var settings = Read(new()
        {
            ["PAYGATE_CLUSTER"] = "blue",
            ["PAYGATE_CLUSTER_ADDRESS"] = "10.0.0.7",
            ["PAYGATE_CLUSTER_SILO_PORT"] = "1",
            ["PAYGATE_CLUSTER_GATEWAY_PORT"] = "65535",
            ["PAYGATE_CLUSTER_PROBE_SECONDS"] = "3",
            ["PAYGATE_CLUSTER_PROBE_SECONDS_MAX"] = "5",
            ["PAYGATE_CLUSTER_PROBES_MISSED"] = "4",
            ["PAYGATE_CLUSTER_TLS_CERTIFICATE"] = file,
            ["PAYGATE_CLUSTER_TLS_KEY"] = file,
            ["PAYGATE_CLUSTER_TLS_AUTHORITY"] = file,
        });
        Assert.Equal(
            new ClusterSettings
            {
                ClusterId = "blue",
                Address = IPAddress.Parse("10.0.0.7"),
                SiloPort = 1,
                GatewayPort = 65535,
                ProbeTimeout = TimeSpan.FromSeconds(3),
                ProbeTimeoutMax = TimeSpan.FromSeconds(5),
                ProbesMissedMax = 4,
                Tls = new ClusterTls { CertificateFile = file, KeyFile = file, AuthorityFile = file },
            },
            settings);
    }

    [Theory]
    [InlineData("PAYGATE_CLUSTER_ADDRESS", "0.0.0.0")]
    [InlineData("PAYGATE_CLUSTER_ADDRESS", "localhost")]
    [InlineData("PAYGATE_CLUSTER_SILO_PORT", "0")]
    [InlineData("PAYGATE_CLUSTER_GATEWAY_PORT", "65536")]
    [InlineData("PAYGATE_CLUSTER_PROBE_SECONDS", "1.5")]
    [InlineData("PAYGATE_CLUSTER_PROBES_MISSED", "-1")]
    [InlineData("PAYGATE_CLUSTER_TLS_KEY", "/dev/null")]
    public void Read_WhenAValueCannotBe_NamesTheVariable(string name, string value)
    {
        var refused = Assert.Throws<SetupException>(() => Read(new() { [name] = value }));
        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Alone_Twice_IsTwoClustersWithTwoPortsEach()
    {
        var (one, other) = (ClusterVariables.Alone(), ClusterVariables.Alone());
        Assert.NotEqual(one.ClusterId, other.ClusterId);
        Assert.NotEqual(one.SiloPort, one.GatewayPort);
    }

    private static ClusterSettings Read(Dictionary<string, string> environment) => ClusterVariables.Read(name => environment.GetValueOrDefault(name));
}
