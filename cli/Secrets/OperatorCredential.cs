using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PayGate.Cli.Secrets;

/// <summary>
/// What an operator shows as HTTP Basic for the Orleans Dashboard and operator routes. Generated at first start in a 0600 file of the data directory;
/// the environment overrules it, as for a Secret in a cluster.
/// </summary>
public sealed record OperatorCredential
{
    public const string FileName = "operator.json";
    public const string PasswordVariable = "PAYGATE_OPERATOR_PASSWORD";

    private const int PasswordBytes = 24;

    [JsonPropertyName("user")]
    public string User { get; init; } = "operator";

    [JsonPropertyName("password")]
    public required string Password { get; init; }

    /// <summary>Without the password: what is printed ends in logs.</summary>
    public override string ToString() => $"operator {User}";

    /// <exception cref="SetupException">The file is damaged or readable by others.</exception>
    public static OperatorCredential Load(string dataDirectory, Func<string, string?> environment)
    {
        if (environment(PasswordVariable) is { Length: > 0 } given)
        {
            return new OperatorCredential { Password = given };
        }

        var path = Path.Combine(dataDirectory, FileName);
        if (!File.Exists(path))
        {
            var drawn = new OperatorCredential { Password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PasswordBytes)) };
            SecretFile.Write(path, JsonSerializer.Serialize(drawn));
        }

        try
        {
            return JsonSerializer.Deserialize<OperatorCredential>(SecretFile.Read(path))!;
        }
        catch (JsonException exception)
        {
            throw new SetupException($"{path} is damaged: delete it, and the next start makes a new one.", exception);
        }
    }
}
