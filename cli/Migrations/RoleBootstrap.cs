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
        // When another database's migration changes the same role at the same moment, PostgreSQL reports an internal error ("tuple concurrently
        // updated"). It is met inside the server, because Npgsql gives up a connection that reports one.
        var sql = $"""
            DO $do$
            BEGIN
                FOR attempt IN 1..{AttemptsMax} LOOP
                    BEGIN
                        IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{login}') THEN
                            ALTER ROLE {login} LOGIN PASSWORD '{verifier}';
                        ELSE
                            CREATE ROLE {login} LOGIN PASSWORD '{verifier}';
                        END IF;
                        RETURN;
                    EXCEPTION WHEN duplicate_object OR unique_violation OR internal_error THEN
                        IF attempt = {AttemptsMax} THEN
                            RAISE;
                        END IF;
                    END;
                END LOOP;
            END
            $do$
            """;
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
