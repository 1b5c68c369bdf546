using PayGate.EncryptionKeys;

namespace PayGate.Silo.Keys;

/// <summary>Hands the API its secrets as <c>api-secrets.json</c>, mode 0600, for set-ups in which it is a process of its own.</summary>
public static class ApiSecretsFile
{
    public const string FileName = "api-secrets.json";

    /// <summary>Puts the file right where another stands there, or none: one that a crash left behind, or a silo that knew less.</summary>
    public static void Keep(string dataDirectory, ApiSecrets secrets)
    {
        var path = Path.Combine(dataDirectory, FileName);
        var wanted = ApiSecretsDocument.Write(secrets);
        if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(wanted))
        {
            PrivateFile.Replace(path, wanted);
        }
    }
}
