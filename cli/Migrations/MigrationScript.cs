using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace PayGate.Cli.Migrations;

/// <summary>Where a part of PayGate keeps its scripts: embedded files <c>…Sql/001_name.sql</c>, recorded as <c>prefix/001_name.sql</c>.</summary>
public sealed record MigrationSource(string Prefix, Assembly Assembly);

/// <summary>One numbered script, with the hash of its bytes.</summary>
public sealed partial record MigrationScript(string Name, string Sql, byte[] Sha256)
{
    private const string Folder = ".Sql.";

    /// <summary>Scripts of all sources: sources in the given order, scripts by number.</summary>
    /// <exception cref="InvalidOperationException">A name is not <c>NNN_words.sql</c>, or numbers are doubled or leave a gap.</exception>
    public static IReadOnlyList<MigrationScript> ReadAll(IEnumerable<MigrationSource> sources) => [.. sources.SelectMany(Read)];

    private static IEnumerable<MigrationScript> Read(MigrationSource source)
    {
        var resources = source.Assembly.GetManifestResourceNames()
            .Where(resource => resource.EndsWith(".sql", StringComparison.Ordinal) && resource.Contains(Folder, StringComparison.Ordinal))
            .Select(resource => (Resource: resource, File: resource[(resource.LastIndexOf(Folder, StringComparison.Ordinal) + Folder.Length)..]))
            .OrderBy(script => script.File, StringComparer.Ordinal);
        var number = 0;
        foreach (var (resource, file) in resources)
        {
            number++;
            if (!FileName().IsMatch(file) || !file.StartsWith($"{number:000}_", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"Script {source.Prefix}/{file} should be named {number:000}_words.sql: scripts count 001, 002, … without gaps.");
            }

            using var stream = source.Assembly.GetManifestResourceStream(resource)!;
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            yield return Create($"{source.Prefix}/{file}", bytes.ToArray());
        }
    }

    internal static MigrationScript Create(string name, byte[] bytes) =>
        new(name, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes), SHA256.HashData(bytes));

    [GeneratedRegex("^[0-9]{3}_[a-z0-9_]+\\.sql$")]
    private static partial Regex FileName();
}
