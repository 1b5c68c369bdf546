using Npgsql;

namespace PayGate.Cli.Migrations;

/// <summary>
/// Makes the login roles and sets their passwords. Roles belong to the whole server, not to one database, so this may meet roles
/// that another database of the same server made, or is making now.
/// </summary>
internal static class RoleBootstrap
{
    private const int AttemptsMax = 20;

    public static async Task ApplyAsync(NpgsqlConnection connection, RolePasswords passwords, CancellationToken cancellationToken)
    {
        foreach (var role in DatabaseRoles.All)
        {
            await SetPasswordAsync(connection, role.LoginName(), ScramVerifier.Create(passwords[role]), cancellationToken);
        }

        var database = new NpgsqlCommandBuilder().QuoteIdentifier(connection.Database);
        var logins = string.Join(", ", DatabaseRoles.All.Select(role => role.LoginName()));
        await using var grant = new NpgsqlCommand($"GRANT CONNECT ON DATABASE {database} TO {logins}", connection);
        await grant.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task SetPasswordAsync(NpgsqlConnection connection, string login, string verifier, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var exists = new NpgsqlCommand("SELECT 1 FROM pg_roles WHERE rolname = $1", connection) { Parameters = { new() { Value = login } } };
            var verb = await exists.ExecuteScalarAsync(cancellationToken) is null ? "CREATE" : "ALTER";
            try
            {
                await using var command = new NpgsqlCommand($"{verb} ROLE {login} LOGIN PASSWORD '{verifier}'", connection);
                await command.ExecuteNonQueryAsync(cancellationToken);
                return;
            }
            catch (PostgresException exception) when (IsRace(exception) && attempt < AttemptsMax)
            {
                // Another database's migration made or changed the role at the same moment; ours comes after it.
            }
        }
    }

    // PostgreSQL has no code of its own for "tuple concurrently updated": it reports an internal error.
    private static bool IsRace(PostgresException exception) =>
        exception.SqlState is PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.InternalError;
}
