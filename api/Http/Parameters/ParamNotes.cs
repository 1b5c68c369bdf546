using System.Text.Json.Nodes;

namespace PayGate.Api.Http;

/// <summary>
/// Notes which parameters a reader asks for, in place of values: a route's parameters are documented by running the code that reads them.
/// One instance stands for one group (or array) of parameters and becomes its JSON Schema.
/// </summary>
internal sealed class ParamNotes(ParamForks forks, string? path = null, Action<JsonObject>? asArray = null)
{
    private readonly OrderedDictionary<string, Func<JsonObject>> _members = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _required = new(StringComparer.Ordinal);
    private readonly JsonArray _rules = [];

    public void Add(string name, bool isRequired, JsonObject schema) => Add(name, isRequired, () => schema);

    /// <summary>A member that is a group of its own.</summary>
    public ParamNotes AddGroup(string name, bool isRequired)
    {
        var group = new ParamNotes(forks, ParamNames.Join(path, name));
        Add(name, isRequired, group.ToSchema);
        return group;
    }

    /// <summary>A member that is an array; what is noted as its member <c>0</c> is the schema of its elements.</summary>
    public ParamNotes AddArray(string name, int maxCount)
    {
        var array = new ParamNotes(forks, ParamNames.Join(path, name), schema => schema["maxItems"] = maxCount);
        Add(name, false, array.ToSchema);
        return array;
    }

    /// <summary>A rule about members together, as a schema.</summary>
    public void AddRule(JsonObject rule) => _rules.Add((JsonNode)rule);

    /// <summary>The answer to a question about what was sent; the reader is run once for each answer.</summary>
    public bool Choose(string question) => forks.Choose(ParamNames.Join(path, question));

    public JsonObject ToSchema()
    {
        if (asArray is not null)
        {
            var array = new JsonObject { ["type"] = "array", ["items"] = _members.Values.Single()() };
            asArray(array);
            return array;
        }

        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(_members.Select(member => KeyValuePair.Create(member.Key, (JsonNode?)member.Value()))),
            ["additionalProperties"] = false,
        };
        if (_required.Count > 0)
        {
            schema["required"] = ParamSchemas.Names(_required);
        }

        if (_rules.Count > 0)
        {
            schema["allOf"] = _rules.DeepClone();
        }

        return schema;
    }

    private void Add(string name, bool isRequired, Func<JsonObject> schema)
    {
        _members[name] = schema;
        if (isRequired)
        {
            _required.Add(name);
        }
    }
}

/// <summary>
/// Runs a reader once for each combination of answers to the questions it asks (<see cref="ParamBinder.Has"/>, <see
/// cref="ParamBinder.HasGroup"/>).
/// </summary>
internal sealed class ParamForks
{
    private readonly List<(string Question, bool Answer)> _script = [];
    private int _asked;

    /// <summary>One schema for each run, in which every question was answered with no first.</summary>
    public static IEnumerable<JsonObject> Explore(Action<ParamBinder> read)
    {
        var forks = new ParamForks();
        do
        {
            forks._asked = 0;
            var notes = new ParamNotes(forks);
            read(new ParamBinder(notes));
            yield return notes.ToSchema();
        }
        while (forks.Advance());
    }

    public bool Choose(string question)
    {
        if (_script.FindIndex(0, _asked, asked => asked.Question == question) is >= 0 and var known)
        {
            return _script[known].Answer;
        }

        if (_asked == _script.Count)
        {
            _script.Add((question, false));
        }

        return _script[_asked++].Answer;
    }

    /// <summary>Turns the last no into a yes and forgets what came after it; false when there is none left.</summary>
    private bool Advance()
    {
        while (_script is [.., { Answer: true }])
        {
            _script.RemoveAt(_script.Count - 1);
        }

        if (_script.Count == 0)
        {
            return false;
        }

        _script[^1] = (_script[^1].Question, true);
        return true;
    }
}
