using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;
using PayGate.Cli.Postgres;

namespace PayGate.Simulation.Tests.Support;

/// <summary>PostgreSQL's own tools on a site's database: what an operator makes backups with.</summary>
internal static partial class DatabaseDump
{
    /// <summary>What the dump says: its text, and after it what its binary values say, which a dump spells in hexadecimal digits.</summary>
    public static string Text(byte[] dump)
    {
        var text = Encoding.UTF8.GetString(dump);
        return text + Binary(text);
    }

    /// <summary>The binary values alone.</summary>
    public static string Binary(string text) =>
        string.Join('\n', Hexadecimal().Matches(text).Select(value => Encoding.UTF8.GetString(Convert.FromHexString(value.Groups[1].ValueSpan))));

    /// <summary>The whole database as SQL.</summary>
    public static async Task<byte[]> Take(TestDatabase database)
    {
        using var dump = new MemoryStream();
        using var process = Process.Start(await Tool(database, "pg_dump", redirectInput: false))!;
        await process.StandardOutput.BaseStream.CopyToAsync(dump);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        Assert.Contains("COPY paygate.payment_intents", Encoding.Latin1.GetString(dump.ToArray()), StringComparison.Ordinal);
        return dump.ToArray();
    }

    /// <summary>Puts an older dump in the place of what the database holds. No process of PayGate may use it.</summary>
    public static async Task Restore(TestDatabase database, byte[] dump)
    {
        await using (var owner = new NpgsqlConnection(database.Owner))
        {
            await owner.OpenAsync();
            await using var drop = new NpgsqlCommand(
                """
                do $$
                declare name text;
                begin
                  for name in select nspname from pg_namespace where nspname !~ '^pg_|^information_schema$|^public$' loop
                    execute format('drop schema %I cascade', name);
                  end loop;
                end $$;
                drop table public.paygate_migrations
                """,
                owner);
            await drop.ExecuteNonQueryAsync();
        }

        using var process = Process.Start(await Tool(database, "psql", redirectInput: true, "--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1"))!;
        var said = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(dump);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await said);
    }

    private static async Task<ProcessStartInfo> Tool(TestDatabase database, string name, bool redirectInput, params string[] more)
    {
        var binaries = await PostgresBinaries.FindAsync(null, CancellationToken.None) ?? throw new InvalidOperationException("PostgreSQL is not installed.");
        var address = new NpgsqlConnectionStringBuilder(database.Owner);
        var info = new ProcessStartInfo(
            Path.Combine(binaries.Directory, name),
            [.. more, "--host", address.Host!, "--port", $"{address.Port}", "--username", address.Username!, address.Database!])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = redirectInput,
        };
        info.Environment["PGPASSWORD"] = address.Password;
        return info;
    }

    /// <summary>The rows of COPY double the backslash; the second one is enough to find a value by.</summary>
    [GeneratedRegex(@"\\x((?:[0-9a-f]{2})+)")]
    private static partial Regex Hexadecimal();
}
