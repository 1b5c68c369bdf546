using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace PayGate.Silo.Books;

/// <summary>
/// Closes the books' period when a day (UTC, by PayGate's clock) has begun since it was opened, signs its root, and adds it to the file outside the database. Each silo looks once
/// a minute; the database lets one of them do it.
/// </summary>
public sealed partial class BooksRootKeeper(
    BooksPeriods periods, BooksKey key, BooksRootFile file, TimeProvider clock, ILogger<BooksRootKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>The last root that the file is known to have.</summary>
    private long _published;

    /// <summary>Does what is due; returns how many roots this process made.</summary>
    /// <exception cref="InvalidDataException">The roots are signed by another key, or the file holds something else.</exception>
    public async Task<int> KeepUp(CancellationToken cancellationToken)
    {
        var (open, opened) = await periods.Open(cancellationToken);
        var now = clock.GetUtcNow();
        if (opened.UtcDateTime.Date < now.UtcDateTime.Date)
        {
            await periods.Close(open, now, cancellationToken);
        }

        var made = await Sign(cancellationToken);
        await Publish(cancellationToken);
        return made;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        do
        {
            try
            {
                await KeepUp(stoppingToken);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or InvalidDataException or IOException or UnauthorizedAccessException)
            {
                LogFailed(file.Path, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<int> Sign(CancellationToken cancellationToken)
    {
        var (last, line) = await periods.Last(cancellationToken);
        if (line is not null && BooksRoot.Parse(line)?.Key != key.Id)
        {
            throw new InvalidDataException(
                $"The books' roots are not signed by this silo's key {key.Id}: give it the key that signed them, as a copy of its file {BooksKey.DefaultName}.");
        }

        var made = 0;
        var (open, opened) = await periods.Open(cancellationToken);
        for (var number = last + 1; number < open; number++)
        {
            var tree = await periods.Tree(number, cancellationToken);
            var root = key.Sign(new BooksRoot
            {
                Number = number,
                Closed = opened,
                Facts = tree.Count,
                Merkle = Convert.ToHexStringLower(tree.Root()),
                Previous = line is null ? null : BooksRoot.HashOf(line),
                Key = "",
                Signature = "",
            });
            if (!await periods.Store(root, cancellationToken))
            {
                break;
            }

            LogSigned(root.Number, root.Facts);
            line = root.ToLine();
            made++;
        }

        return made;
    }

    private async Task Publish(CancellationToken cancellationToken)
    {
        var (last, _) = await periods.Last(cancellationToken);
        if (last > _published)
        {
            var lines = await periods.Lines(cancellationToken);
            await file.Complete(number => [.. lines.Skip((int)number)], cancellationToken);
            _published = last;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The books' period {Number} is closed with {Facts} facts, and its root is signed.")]
    private partial void LogSigned(long number, long facts);

    [LoggerMessage(Level = LogLevel.Error, Message = "The books' root could not be signed and added to {Path}; it is tried again in a minute.")]
    private partial void LogFailed(string path, Exception exception);
}
