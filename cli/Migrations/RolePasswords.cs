using System.Security.Cryptography;
using System.Text.Json;
using PayGate.Cli.Secrets;

namespace PayGate.Cli.Migrations;

/// <summary>
/// Passwords of the database roles: from the environment where given, else generated once and kept in a 0600 file of the data directory.
/// </summary>
public sealed class RolePasswords
{
    public const string FileName = "database-passwords.json";

    private const string OwnerEntry = "owner";
    private const int PasswordBytes = 24;
    private readonly Dictionary<string, string> _passwords;

    private RolePasswords(Dictionary<string, string> passwords) => _passwords = passwords;

    /// <summary>Password of the owner of a private cluster; the owner of PAYGATE_DATABASE has its own in there.</summary>
    public string Owner => _passwords[OwnerEntry];

    /// <exception cref="SetupException">It was given nowhere.</exception>
    public string this[DatabaseRole role] => _passwords.TryGetValue(role.LoginName(), out var password)
        ? password
        : throw new SetupException($"The password of {role.LoginName()} is not known: give it in {role.PasswordVariable()}.");

    /// <summary>Passwords for this process only, for throw-away clusters.</summary>
    public static RolePasswords Generate() => new(Complete([]));

    /// <summary>Reads what is there, generates what is missing, and lets <paramref name="environment"/> overrule.</summary>
    /// <exception cref="SetupException">The file is damaged or readable by others, or a given password holds other than printable ASCII.</exception>
    public static RolePasswords Load(string dataDirectory, Func<string, string?> environment)
    {
        var given = FromEnvironment(environment);
        var path = Path.Combine(dataDirectory, FileName);
        var stored = File.Exists(path) ? Read(path) : [];
        var complete = Complete(stored);
        if (complete.Count > stored.Count)
        {
            SecretFile.Write(path, JsonSerializer.Serialize(complete));
        }

        foreach (var (name, password) in given)
        {
            complete[name] = password;
        }

        return new RolePasswords(complete);
    }

    /// <summary>All roles' passwords from the environment, for processes without a data directory; null when one is missing.</summary>
    public static RolePasswords? FromEnvironmentOnly(Func<string, string?> environment)
    {
        var given = FromEnvironment(environment);
        return given.Count == DatabaseRoles.All.Count ? new RolePasswords(given) : null;
    }

    /// <summary>For a process that owns nothing: passwords from the environment, else from a file that is there, else none.</summary>
    public static RolePasswords ForService(string dataDirectory, Func<string, string?> environment)
    {
        var path = Path.Combine(dataDirectory, FileName);
        var passwords = File.Exists(path) ? Read(path) : [];
        foreach (var (name, password) in FromEnvironment(environment))
        {
            passwords[name] = password;
        }

        return new RolePasswords(passwords);
    }

    private static Dictionary<string, string> FromEnvironment(Func<string, string?> environment)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var role in DatabaseRoles.All)
        {
            var password = environment(role.PasswordVariable());
            if (string.IsNullOrEmpty(password))
            {
                continue;
            }

            // SCRAM normalizes other text (RFC 4013); plain ASCII needs no such step and no doubt.
            given[role.LoginName()] = password.All(character => character is >= ' ' and <= '~')
                ? password
                : throw new SetupException($"{role.PasswordVariable()} holds characters other than printable ASCII: choose another password.");
        }

        return given;
    }

    private static Dictionary<string, string> Complete(Dictionary<string, string> stored)
    {
        var complete = new Dictionary<string, string>(stored, StringComparer.Ordinal);
        foreach (var name in DatabaseRoles.All.Select(role => role.LoginName()).Prepend(OwnerEntry))
        {
            complete.TryAdd(name, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PasswordBytes)));
        }

        return complete;
    }

    private static Dictionary<string, string> Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(SecretFile.Read(path)) ?? [];
        }
        catch (JsonException exception)
        {
            throw new SetupException($"{path} is damaged: put back a copy, or start with --fresh on new data.", exception);
        }
    }
}
