using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PayGate.Api.Http;

/// <summary>Objects, arrays, metadata and <c>expand</c>.</summary>
public sealed partial class ParamBinder
{
    /// <summary>A group of its own, or null when absent, unset or not a group.</summary>
    public ParamBinder? OptionalObject(string name) => Group(name, false);

    /// <inheritdoc cref="OptionalObject"/>
    public ParamBinder? RequiredObject(string name) => Group(name, true);

    /// <summary>The elements in order; empty when absent, unset or wrong. Each element must be read by one of its getters.</summary>
    public IReadOnlyList<ParamItem> OptionalArray(string name, int maxCount = ParamLimits.ArrayCountMax)
    {
        if (_notes is not null)
        {
            return [new ParamItem(Child(ParamValue.Null, name, _notes.AddArray(name, maxCount)), IndexName(0))];
        }

        if (Given(name, false) is not { } value)
        {
            return [];
        }

        if (AsIndexed(value) is not { } indexed)
        {
            Refuse(name, "parameter_invalid_type", "The parameter must be an array; the indexes of a form run from 0 without a gap.");
            return [];
        }

        if (indexed.Members.Count > maxCount)
        {
            Refuse(name, "parameter_too_long", $"The parameter has at most {maxCount} elements.");
            return [];
        }

        var elements = Child(indexed, name);
        return [.. Enumerable.Range(0, indexed.Members.Count).Select(index => new ParamItem(elements, IndexName(index)))];
    }

    /// <summary>Metadata as wire.md has it, or null when absent: <c>metadata[k]=</c> deletes a key, <c>metadata=</c> clears all.</summary>
    public MetadataPatch? OptionalMetadata(string name)
    {
        _notes?.Add(name, false, ParamSchemas.Metadata());
        if (Sent(name) is not { } value)
        {
            return null;
        }

        if (value.IsUnset)
        {
            return new MetadataPatch { Clear = true };
        }

        if (value.Kind is not ParamKind.Group)
        {
            Refuse(name, "parameter_invalid_type", "Metadata must be a group of keys with string values.");
            return null;
        }

        if (value.Members.Count > MetadataPatch.KeysMax)
        {
            Refuse(name, "parameter_too_long", $"Metadata has at most {MetadataPatch.KeysMax} keys.");
            return null;
        }

        var entries = Child(value, name);
        return new MetadataPatch { Changes = value.Members.Keys.ToImmutableSortedDictionary(key => key, entries.MetadataValue, StringComparer.Ordinal) };
    }

    /// <summary>
    /// The paths of <c>expand[]</c>, for example <c>latest_charge.balance_transaction</c>. Given names limit what may be expanded; without
    /// any, every well-formed path is taken.
    /// </summary>
    public IReadOnlySet<string> Expand(params ReadOnlySpan<string> allowed)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in OptionalArray("expand", ParamLimits.ExpandCountMax))
        {
            var path = item.AsString(200);
            if (path.Length > 0 && (!ExpandPath().IsMatch(path) || (allowed.Length > 0 && !allowed.Contains(path))))
            {
                item.Refuse("parameter_invalid_string", "This property cannot be expanded.");
            }

            paths.Add(path);
        }

        return paths;
    }

    /// <summary>Refuses the request unless exactly one of the members was sent with a value; the first one is named.</summary>
    public void ExactlyOne(string code, string message, params ReadOnlySpan<string> names)
    {
        _notes?.AddRule(ParamSchemas.ExactlyOne(names));
        if (_notes is null && CountOf(names) != 1)
        {
            Refuse(names[0], code, message);
        }
    }

    /// <summary>Refuses the request when both members were sent with a value; the second one is named.</summary>
    public void NotBoth(string name, string other)
    {
        _notes?.AddRule(ParamSchemas.AtMostOne([name, other]));
        if (_notes is null && CountOf([name, other]) > 1)
        {
            Refuse(other, "parameters_exclusive", $"{name} and {other} exclude each other.");
        }
    }

    private int CountOf(ReadOnlySpan<string> names)
    {
        var count = 0;
        foreach (var name in names)
        {
            count += Has(name) ? 1 : 0;
        }

        return count;
    }

    private ParamBinder? Group(string name, bool isRequired)
    {
        if (_notes is not null)
        {
            return Child(ParamValue.Null, name, _notes.AddGroup(name, isRequired));
        }

        if (Given(name, isRequired) is not { } value)
        {
            return null;
        }

        if (value.Kind is ParamKind.Group)
        {
            return Child(value, name);
        }

        Refuse(name, "parameter_invalid_type", "The parameter must be a group of parameters.");
        return null;
    }

    private string? MetadataValue(string key)
    {
        if (key.Length > ParamLimits.MetadataKeyLengthMax && key.EnumerateRunes().Count() > ParamLimits.MetadataKeyLengthMax)
        {
            Refuse(key, "parameter_too_long", $"A metadata key has at most {ParamLimits.MetadataKeyLengthMax} characters.");
        }

        if (key.Any(character => char.IsControl(character) || character is '[' or ']'))
        {
            Refuse(key, "parameter_invalid_string", "A metadata key holds no control character and no bracket.");
        }

        if (CardNumberScan.Contains(key))
        {
            Refuse(key, "sensitive_data_in_field", "A metadata key seems to hold a card number.");
        }

        return OptionalText(key, ParamLimits.MetadataValueLengthMax);
    }

    /// <summary>
    /// An array as a group of indexes; a form's group as it is when its names are 0..n-1 in any order; null for all else.
    /// </summary>
    private static ParamValue? AsIndexed(ParamValue value)
    {
        if (value.Kind is ParamKind.Group)
        {
            return value.IsForm && Enumerable.Range(0, value.Members.Count).All(index =>
                value.Members.ContainsKey(IndexName(index))) ? value : null;
        }

        if (value.Kind is not ParamKind.Array)
        {
            return null;
        }

        var indexed = ParamValue.NewGroup(value.IsForm);
        for (var index = 0; index < value.Items.Count; index++)
        {
            indexed.TryAdd(IndexName(index), value.Items[index]);
        }

        return indexed;
    }

    private static string IndexName(int index) => index.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){0,3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ExpandPath();
}
