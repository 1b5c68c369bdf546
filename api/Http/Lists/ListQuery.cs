using PayGate.Api.Commands;

namespace PayGate.Api.Http;

/// <summary>
/// The parameters that all lists share. Whether a cursor names an object of the caller is for the list itself to say
/// (<c>resource_missing</c>).
/// </summary>
public sealed record ListQuery
{
    public const int LimitMax = 100;
    public const int LimitDefault = 10;
    private const int CursorLengthMax = 255;

    /// <summary>1 to <see cref="LimitMax"/>; 10 when not given.</summary>
    public required int Limit { get; init; }

    /// <summary>List what is older than this object. Excludes <see cref="EndingBefore"/>.</summary>
    public string? StartingAfter { get; init; }

    /// <summary>List what is newer than this object.</summary>
    public string? EndingBefore { get; init; }

    public required CreatedFilter Created { get; init; }

    /// <summary>Asked for by <c>include[]=total_count</c>.</summary>
    public bool IncludesTotalCount { get; init; }

    /// <summary>The object that the page starts behind or ends before; null for the newest page.</summary>
    public string? Cursor => StartingAfter ?? EndingBefore;

    /// <summary>In which SQL reads; a page read backwards is turned round afterwards.</summary>
    internal string Direction => EndingBefore is null ? "desc" : "asc";

    /// <summary>The page out of one row more than fits it, in the order read.</summary>
    internal Page<T> PageOf<T>(IReadOnlyList<T> rows, long? totalCount)
    {
        var shown = rows.Take(Limit);
        return new Page<T>([.. EndingBefore is null ? shown : shown.Reverse()], rows.Count > Limit, totalCount);
    }

    /// <summary>Reads the members of a list's query; problems are the binder's.</summary>
    public static ListQuery Read(ParamBinder parameters)
    {
        var query = new ListQuery
        {
            Limit = (int)(parameters.OptionalInteger("limit", 1, LimitMax) ?? LimitDefault),
            StartingAfter = parameters.OptionalString("starting_after", CursorLengthMax),
            EndingBefore = parameters.OptionalString("ending_before", CursorLengthMax),
            Created = CreatedFilter.Read(parameters),
            IncludesTotalCount = parameters.OptionalArray("include").Select(item =>
                item.AsEnum("total_count")).ToList().Contains("total_count"),
        };
        parameters.NotBoth("starting_after", "ending_before");
        return query;
    }
}

/// <summary>Bounds on the time of creation, from <c>created[gt|gte|lt|lte]</c> or <c>created=…</c> for one second.</summary>
public sealed record CreatedFilter
{
    /// <summary>Objects created at or after this instant; null for no bound.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Objects created before this instant; null for no bound.</summary>
    public DateTimeOffset? Before { get; init; }

    internal static CreatedFilter Read(ParamBinder parameters, string name = "created")
    {
        if (!parameters.HasGroup(name) || parameters.OptionalObject(name) is not { } created)
        {
            var second = parameters.OptionalTimestamp(name);
            return new CreatedFilter { From = second, Before = Next(second) };
        }

        return new CreatedFilter
        {
            From = Latest(Next(created.OptionalTimestamp("gt")), created.OptionalTimestamp("gte")),
            Before = Earliest(created.OptionalTimestamp("lt"), Next(created.OptionalTimestamp("lte"))),
        };
    }

    private static DateTimeOffset? Next(DateTimeOffset? second) => second?.AddSeconds(1);

    private static DateTimeOffset? Latest(DateTimeOffset? one, DateTimeOffset? other) => one > other || other is null ? one : other;

    private static DateTimeOffset? Earliest(DateTimeOffset? one, DateTimeOffset? other) => one < other || other is null ? one : other;
}
