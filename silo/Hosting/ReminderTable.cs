using Npgsql;
using PayGate.Silo.Storage;

namespace PayGate.Silo.Hosting;

/// <summary>Reminders of the stand-in as rows of the books' database, for a silo that is alone: it reads all of them, whatever range is asked for.</summary>
public sealed class ReminderTable(SiloDatabase database) : IReminderTable
{
    public async Task<ReminderTableData> ReadRows(GrainId grainId) => new(await Read("where grain_id = $1", grainId.ToString()));

    public async Task<ReminderTableData> ReadRows(uint begin, uint end) => new(await Read(""));

    public async Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) =>
        (await Read("where grain_id = $1 and name = $2", grainId.ToString(), reminderName)).SingleOrDefault();

    public async Task<string?> UpsertRow(ReminderEntry entry)
    {
        await using var command = Command(
            """
            insert into paygate.reminders (grain_id, name, start_at, period) values ($1, $2, $3, $4)
            on conflict (grain_id, name) do update set start_at = excluded.start_at, period = excluded.period, etag = excluded.etag
            returning etag::text
            """,
            entry.GrainId.ToString(),
            entry.ReminderName,
            entry.StartAt,
            entry.Period);
        return (string?)await command.ExecuteScalarAsync();
    }

    public async Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag)
    {
        await using var command = Command(
            "delete from paygate.reminders where grain_id = $1 and name = $2 and etag::text = $3", grainId.ToString(), reminderName, eTag);
        return await command.ExecuteNonQueryAsync() == 1;
    }

    public async Task TestOnlyClearTable()
    {
        await using var command = Command("delete from paygate.reminders");
        await command.ExecuteNonQueryAsync();
    }

    private async Task<List<ReminderEntry>> Read(string condition, params object[] parameters)
    {
        await using var command = Command($"select grain_id, name, start_at, period, etag::text from paygate.reminders {condition}", parameters);
        await using var reader = await command.ExecuteReaderAsync();
        var entries = new List<ReminderEntry>();
        while (await reader.ReadAsync())
        {
            entries.Add(new ReminderEntry
            {
                GrainId = GrainId.Parse(reader.GetString(0)),
                ReminderName = reader.GetString(1),
                StartAt = reader.GetDateTime(2),
                Period = reader.GetTimeSpan(3),
                ETag = reader.GetString(4),
            });
        }

        return entries;
    }

    private NpgsqlCommand Command(string sql, params object[] parameters)
    {
        var command = database.Reader.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.AddWithValue(parameter);
        }

        return command;
    }
}
