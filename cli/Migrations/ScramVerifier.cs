using System.Security.Cryptography;
using System.Text;

namespace PayGate.Cli.Migrations;

/// <summary>
/// What PostgreSQL stores for a password (RFC 5802, RFC 7677): sent instead of the password itself, so that it can appear in no server log.
/// </summary>
public static class ScramVerifier
{
    // PostgreSQL's own default. The passwords are random, so more rounds would only slow each connection down.
    private const int Iterations = 4096;
    private const int SaltBytes = 16;

    /// <param name="password">Printable ASCII, so that SASLprep would not change it.</param>
    public static string Create(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.ASCII.GetBytes(password), salt, Iterations, HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        var storedKey = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var serverKey = HMACSHA256.HashData(salted, "Server Key"u8);
        return $"SCRAM-SHA-256${Iterations}:{Convert.ToBase64String(salt)}${Convert.ToBase64String(storedKey)}:{Convert.ToBase64String(serverKey)}";
    }
}
