using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Npgsql;
using PayGate.Cli.Migrations;
using PayGate.Cli.Postgres;
using PayGate.Silo.Keys;

namespace PayGate.Cli.Commands.Keys;

/// <summary><c>paygate keys status</c>: which root key is used, and how many keys hang on it. Exit code 1 if root key or merchants' secrets do not fit the database.</summary>
internal static class StatusCommand
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        // For terminals and scripts, never for a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="Source">Where the root key is kept.</param>
    /// <param name="RootKey">Name of the root key that the database was encrypted under; null before the first start.</param>
    /// <param name="Matches">Whether the source gives that key; null before the first start.</param>
    /// <param name="Problem">Why it does not, or that the merchants' secrets are elsewhere.</param>
    /// <param name="KeyEncryptionKeys">What is derived from it to wrap merchants' keys.</param>
    /// <param name="TransportKeys">What is derived from it to seal cards on their way into the vault.</param>
    /// <param name="Purposes">What hangs on it.</param>
    /// <param name="OpenOrders">What is ordered and not done.</param>
    private sealed record KeyStatus(
        string Source,
        string? RootKey,
        bool? Matches,
        string? Problem,
        IReadOnlyList<KekCounts> KeyEncryptionKeys,
        IReadOnlyList<TransportKeyState> TransportKeys,
        IReadOnlyList<KeyCounts> Purposes,
        IReadOnlyList<OpenOrder> OpenOrders);

    public static Command Create(Option<string> data)
    {
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("status", "Show which root key is used, whether it fits the database, and how many keys hang on it.") { json };
        command.SetAction((result, cancellationToken) => RunAsync(result.GetValue(data)!, result.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string data, bool json, CancellationToken cancellationToken)
    {
        using var source = KeysCommand.RootKey().Open(Path.GetFullPath(data));
        using var secrets = KeysCommand.RootKey().OpenSecrets(Path.GetFullPath(data));
        await using var installed = await InstalledDatabase.OpenAsync(data, Environment.GetEnvironmentVariable, cancellationToken);
        await using var database = NpgsqlDataSource.Create(installed.ConnectionString(DatabaseRole.Silo));
        var status = await KeysCommand.ReadAsync(() => ReadAsync(source, secrets, database, cancellationToken));
        await Console.Out.WriteLineAsync(json ? JsonSerializer.Serialize(status, Format) : string.Join('\n', Lines(status)));
        return status.Problem is null ? 0 : 1;
    }

    private static async Task<KeyStatus> ReadAsync(
        IRootKeySource source, IMerchantSecrets secrets, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var recorded = await new PostgresRootKeyRecord(database).Load(cancellationToken);
        var status = new KeyStatus(
            source.Description,
            recorded.KeyId,
            null,
            null,
            await KeyInventory.ReadKeks(database, cancellationToken),
            await KeyInventory.ReadTransportKeys(database, cancellationToken),
            await KeyInventory.Read(database, cancellationToken),
            await KeyInventory.ReadOrders(database, cancellationToken));
        if (recorded.KeyId is null)
        {
            return status;
        }

        try
        {
            await RootKeyOpening.OpenRecorded(source, recorded, cancellationToken);
            status = status with { Matches = true };
            await SecretsPlace.RequireRecorded(secrets, recorded, cancellationToken);
            return status;
        }
        catch (RootKeyException exception)
        {
            return status with { Matches = status.Matches ?? false, Problem = exception.Message };
        }
    }

    private static IEnumerable<string> Lines(KeyStatus status)
    {
        yield return $"  source            {status.Source}";
        yield return status.RootKey is null
            ? "  root key          none yet: the first start takes or makes it"
            : $"  root key          {status.RootKey}, {(status.Matches == true ? "which fits the database" : "not to be had")}";
        if (status.Problem is not null)
        {
            yield return $"  problem           {status.Problem}";
        }

        foreach (var kek in status.RootKey is null ? [] : status.KeyEncryptionKeys)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"  key encryption    version {kek.Version}: {kek.State} since {kek.Since:yyyy-MM-dd}, wraps {Number(kek.Keys, "key")}");
        }

        foreach (var key in status.RootKey is null ? [] : status.TransportKeys)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"  transport key     version {key.Version}: {(key.AcceptedUntil is { } until ? $"replaced, opens cards until {until:yyyy-MM-dd HH:mm} UTC" : $"active since {key.Created:yyyy-MM-dd}")}");
        }

        foreach (var purpose in status.Purposes)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"  {purpose.Purpose,-16}  {Number(purpose.Merchants, "merchant")}; versions: {purpose.Active} active, {purpose.DecryptOnly} for decryption only, {purpose.Destroyed} destroyed; oldest active since {purpose.OldestActive:yyyy-MM-dd}; at most {Number(purpose.Encryptions, "encryption")}");
        }

        foreach (var order in status.OpenOrders)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"  open order {order.Id,-6} {order.Kind} {order.MerchantId ?? (order.Kind == "transport" ? "key" : "for all merchants")}, {Number(order.Failures, "failure")} so far");
        }
    }

    private static string Number(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
