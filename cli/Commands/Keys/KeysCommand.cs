using System.CommandLine;
using Npgsql;
using PayGate.Cli.Hosting;
using PayGate.Silo.Keys;

namespace PayGate.Cli.Commands.Keys;

/// <summary><c>paygate keys</c>: the root key and what hangs on it, for operators. None of its verbs ever shows a key.</summary>
internal static class KeysCommand
{
    public static Command Create()
    {
        var data = SharedOptions.Data();
        data.Recursive = true;
        return new Command("keys", "Look after the root key and the keys that it wraps.")
        {
            data,
            StatusCommand.Create(data),
            VerifyCommand.Create(data),
            RotateCommand.Create(data),
            RewrapCommand.Create(data),
            EraseCommand.Create(data),
            ExportCommand.Create(data),
            ImportCommand.Create(data),
        };
    }

    public static RootKeyOptions RootKey() => RootKeyVariables.Read(Environment.GetEnvironmentVariable);

    /// <summary>The file that keeps the root key.</summary>
    /// <exception cref="SetupException">Vault keeps it.</exception>
    public static RootKeyFile RootKeyFile(string data) => RootKey().FileIn(Path.GetFullPath(data))
        ?? throw new SetupException("Vault keeps the root key, so there is no file of it: back up Vault and the database.");

    /// <summary>Runs what reads the database, and says in one sentence if that is not to be had.</summary>
    /// <exception cref="SetupException">The database is away, refuses the login, or has another schema.</exception>
    public static async Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn)
        {
            throw new SetupException("The database does not have this program's tables: run `paygate migrate`.", exception);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            var reason = exception is PostgresException refusal ? refusal.MessageText : exception.InnerException?.Message ?? exception.Message;
            throw new SetupException($"The database cannot be read ({reason}): start it, or mend its address and passwords.", exception);
        }
    }
}
