using Npgsql;

namespace PayGate.Cli.Postgres;

/// <summary>Turns an owner's connection string into those of the other roles and databases of the same server.</summary>
public static class DatabaseAddress
{
    /// <summary>Reads PAYGATE_DATABASE: Npgsql's <c>Host=…;Username=…</c> form or a <c>postgres://user:password@host:port/database</c> URL.</summary>
    /// <exception cref="SetupException">It is neither, or names no user or no database.</exception>
    public static string Parse(string text)
    {
        NpgsqlConnectionStringBuilder builder;
        try
        {
            builder = text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal)
                ? FromUrl(new Uri(text))
                : new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw Unreadable(exception);
        }

        return string.IsNullOrEmpty(builder.Username) || string.IsNullOrEmpty(builder.Database) || string.IsNullOrEmpty(builder.Host)
            ? throw Unreadable(null)
            : builder.ConnectionString;
    }

    public static string WithLogin(string connectionString, string user, string password) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Username = user, Password = password }.ConnectionString;

    public static string WithDatabase(string connectionString, string database) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Database = database }.ConnectionString;

    /// <summary>Where the server is, without the password: for messages.</summary>
    public static string Describe(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        return $"{builder.Host}:{builder.Port}, database {builder.Database}, user {builder.Username}";
    }

    private static NpgsqlConnectionStringBuilder FromUrl(Uri url)
    {
        var login = url.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = url.Host,
            Port = url.Port > 0 ? url.Port : 5432,
            Username = Uri.UnescapeDataString(login[0]),
            Password = login.Length > 1 ? Uri.UnescapeDataString(login[1]) : null,
            Database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')),
        };
        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            // libpq writes sslmode, Npgsql "SSL Mode" and accepts both.
            builder[parts[0]] = Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? "").Replace("-", "", StringComparison.Ordinal);
        }

        return builder;
    }

    // The text itself is not repeated: it holds a password.
    private static SetupException Unreadable(Exception? inner) =>
        new("PAYGATE_DATABASE cannot be read: give it as Host=…;Port=5432;Database=…;Username=…;Password=… or postgres://user:password@host:5432/database.", inner);
}
