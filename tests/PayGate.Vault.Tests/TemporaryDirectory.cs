namespace PayGate.Vault.Tests;

internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("paygate-vault-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
