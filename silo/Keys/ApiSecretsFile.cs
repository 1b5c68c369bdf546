using PayGate.EncryptionKeys;

namespace PayGate.Silo.Keys;

/// <summary>Hands the API its secrets as <c>api-secrets.json</c>, mode 0600, for set-ups in which it is a process of its own.</summary>
public static class ApiSecretsFile
{
    public const string FileName = "api-secrets.json";

    public static void Write(string dataDirectory, ApiSecrets secrets) =>
        PrivateFile.Replace(Path.Combine(dataDirectory, FileName), ApiSecretsDocument.Write(secrets));
}
