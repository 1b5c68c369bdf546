using System.Text;
using Npgsql;

namespace PayGate.Api.Queries;

/// <summary>A statement that grows together with its parameters.</summary>
internal sealed class SqlText(string start)
{
    private readonly StringBuilder _text = new(start);
    private readonly List<NpgsqlParameter> _parameters = [];

    public SqlText Add(string text)
    {
        _text.Append(text);
        return this;
    }

    /// <summary>The text with a value in the place of <c>?</c>; nothing at all for null.</summary>
    public SqlText AddWith<T>(string text, T? value)
        where T : class => value is null ? this : Bind(text, value);

    /// <inheritdoc cref="AddWith{T}(string, T)"/>
    public SqlText AddWith<T>(string text, T? value)
        where T : struct => value is { } given ? Bind(text, given) : this;

    public NpgsqlCommand On(ApiDatabase database)
    {
        var command = database.Reader.CreateCommand(_text.ToString());
        command.Parameters.AddRange(_parameters.ToArray());
        return command;
    }

    /// <summary>The one number that the statement gives.</summary>
    public async Task<long> Count(ApiDatabase database, CancellationToken cancellationToken)
    {
        await using var command = On(database);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Takes a value and gives the placeholder that stands for it.</summary>
    public string Bind<T>(T value)
    {
        _parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return $"${_parameters.Count}";
    }

    private SqlText Bind<T>(string text, T value)
    {
        _text.Append(text.Replace("?", Bind(value), StringComparison.Ordinal));
        return this;
    }
}
