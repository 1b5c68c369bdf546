using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PayGate.Simulation.Tests.Cluster;

/// <summary>An authority with one certificate that it has signed, as PEM files and in memory.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <param name="name">Of the authority.</param>
    /// <param name="directory">Where its files go.</param>
    public TestAuthority(string name, string directory)
    {
        AuthorityFile = Path.Combine(directory, $"{name}-authority.pem");
        CertificateFile = Path.Combine(directory, $"{name}-member.pem");
        KeyFile = Path.Combine(directory, $"{name}-member-key.pem");
        var (from, to) = (TimeProvider.System.GetUtcNow().AddHours(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest($"CN={name}", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using var authority = authorityRequest.CreateSelfSigned(from, to);
        using var signed = new CertificateRequest($"CN=member of {name}", _key, HashAlgorithmName.SHA256)
            .Create(authority, from, to, RandomNumberGenerator.GetBytes(8));
        Certificate = signed.CopyWithPrivateKey(_key);
        File.WriteAllText(AuthorityFile, authority.ExportCertificatePem());
        File.WriteAllText(CertificateFile, Certificate.ExportCertificatePem());
        File.WriteAllText(KeyFile, _key.ExportPkcs8PrivateKeyPem());
    }

    public string AuthorityFile { get; }

    public string CertificateFile { get; }

    public string KeyFile { get; }

    public X509Certificate2 Certificate { get; }

    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }
}
