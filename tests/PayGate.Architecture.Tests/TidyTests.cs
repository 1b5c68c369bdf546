using System.Text.RegularExpressions;

namespace PayGate.Architecture.Tests;

/// <summary>House rules about source text. Each rule is also shown a text that breaks it.</summary>
public sealed partial class TidyTests
{
    private const int LinesMax = 400;

    private static readonly string Root = FindRoot();

    private static readonly string[] Folders =
        ["api", "bank", "bench", "cli", "engine", "grain-interfaces", "grains", "silo", "tests"];

    [Fact]
    public void Files_HaveAtMostFourHundredLines() => Assert.DoesNotContain(Sources(), file => IsLong(File.ReadAllText(file)));

    [Fact]
    public void Files_HoldNoLeftovers() => Assert.DoesNotContain(Sources(), file => HasLeftover(File.ReadAllText(file)));

    [Fact]
    public void Money_IsNeverFloatingPoint() =>
        Assert.DoesNotContain(Sources("grains", "grain-interfaces", "bank"), file => HasFloat(File.ReadAllText(file)));

    [Theory]
    [InlineData("// TO" + "DO: later")]
    [InlineData("throw new NotImplemented" + "Exception();")]
    [InlineData("[Fact(Skip " + "= \"flaky\")]")]
    public void Leftover_Planted_IsFound(string text) => Assert.True(HasLeftover(text));

    [Fact]
    public void Rules_OnPlantedText_FindIt()
    {
        Assert.True(HasFloat("public double Amount;"));
        Assert.True(IsLong(string.Concat(Enumerable.Repeat("x\n", LinesMax + 1))));
    }

    private static bool IsLong(string text) => text.Count(character => character == '\n') > LinesMax;

    private static bool HasLeftover(string text) => Leftover().IsMatch(text);

    private static bool HasFloat(string text) => Float().IsMatch(text);

    private static IEnumerable<string> Sources(params string[] folders) => (folders.Length == 0 ? Folders : folders)
        .Select(folder => Path.Combine(Root, folder)).Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.EndsWith("TidyTests.cs", StringComparison.Ordinal));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PayGate.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests do not run inside the repository.");
    }

    [GeneratedRegex(@"\b(TODO|FIXME|HACK)\b|NotImplementedException|\bSkip\s*=\s*""|Thread\.Sleep\(")]
    private static partial Regex Leftover();

    [GeneratedRegex(@"\b(float|double)\b(?!-)")]
    private static partial Regex Float();
}
