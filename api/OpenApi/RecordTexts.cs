using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PayGate.Api.OpenApi;

/// <summary>The documentation comments of records, from the file that the compiler writes beside their assembly.</summary>
internal sealed partial class RecordTexts
{
    private readonly Dictionary<string, string> _texts;

    private RecordTexts(Dictionary<string, string> texts) => _texts = texts;

    /// <exception cref="FileNotFoundException">The build left the file out.</exception>
    public static RecordTexts Load(Assembly assembly) => new(XDocument
        .Load(Path.ChangeExtension(assembly.Location, ".xml"))
        .Descendants("member")
        .Where(member => member.Element("summary") is not null)
        .ToDictionary(member => member.Attribute("name")!.Value, member => Text(member.Element("summary")!), StringComparer.Ordinal));

    public string? Of(Type type) => _texts.GetValueOrDefault("T:" + type.FullName);

    public string? Of(PropertyInfo member) => _texts.GetValueOrDefault($"P:{member.DeclaringType!.FullName}.{member.Name}");

    private static string Text(XElement summary)
    {
        foreach (var reference in summary.Descendants("see").ToList())
        {
            reference.ReplaceWith(reference.Attribute("cref")!.Value.Split('.')[^1]);
        }

        return Spaces().Replace(summary.Value, " ").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
