using PayGate.Silo.Books;
using PayGate.Testing;

namespace PayGate.Api.Tests.Books;

/// <summary>
/// Goal: whatever is changed in the books afterwards is found, and nothing else. Method: books with something of everything are copied, one thing is changed in the copy as its
/// owner can, past all rules of the database, and the verification must name it.
/// </summary>
public sealed class VerificationTests(MovedBooks books) : IClassFixture<MovedBooks>
{
    public static TheoryData<string> Names => new(Corruption.All.Select(corruption => corruption.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Corruption_IsNamed(string name)
    {
        var corruption = Corruption.All.Single(one => one.Name == name);
        await using var copy = await books.Clone();
        await MovedBooks.Change(copy, corruption.Sql);

        var verdict = await books.Verify(copy, books.File);

        Assert.Contains(corruption.Check, verdict.Named.Select(violation => violation.Check));
    }

    [Fact]
    public async Task SoundBooks_AreFoundSound_AlsoBesideARunningGatewayAndInARestoredBackup()
    {
        Assert.Empty(books.WhileRunning);
        await using var restored = await PostgresServer.CopyDatabase(books.Database);
        foreach (var database in new[] { books.Database, restored })
        {
            var verdict = await books.Verify(database, books.File);
            Assert.Empty(verdict.Named);
            Assert.Equal((books.File.Count, 0), (verdict.Roots, verdict.Violations));
            Assert.True(verdict is { Roots: >= 5, Facts: > 100, Streams: > 20 });
        }
    }

    /// <summary>Whoever has the database and can make keys signs the past anew, perfectly: only the key and the file outside tell.</summary>
    [Fact]
    public async Task RootsSignedAnew_AreFoundByTheKey_AndWithAStolenKeyByTheFile()
    {
        var directory = Directory.CreateTempSubdirectory("paygate-forger-").FullName;
        try
        {
            using var own = BooksKey.OpenOrCreate(Path.Combine(directory, "own.pem"));
            using var stolen = BooksKey.Open(books.KeyFile);
            await using var forged = await Forge(own);
            await using var perfect = await Forge(stolen);

            Assert.All((await books.Verify(forged, null)).Named, violation => Assert.Contains("not signed by the key", violation.Detail, StringComparison.Ordinal));
            Assert.Equal(books.File.Count, (await books.Verify(forged, null)).Violations);
            Assert.Empty((await books.Verify(perfect, null)).Named);
            Assert.All((await books.Verify(perfect, books.File)).Named, violation => Assert.Contains("another one in the file", violation.Detail, StringComparison.Ordinal));
            Assert.Equal(books.File.Count, (await books.Verify(perfect, books.File)).Violations);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task RootThatIsMissingInTheDatabase_IsNamedByTheFile()
    {
        await using var copy = await books.Clone();
        await MovedBooks.Change(copy, "delete from paygate.books_roots where number = (select max(number) from paygate.books_roots)");

        var violation = Assert.Single((await books.Verify(copy, books.File)).Named);

        Assert.Equal(("books_root", "is in the file and not in the database"), (violation.Check, violation.Detail));
    }

    /// <summary>A copy whose roots are all signed by another's hand, each as it would have been.</summary>
    private async Task<TestDatabase> Forge(BooksKey key)
    {
        var copy = await books.Clone();
        string? before = null;
        foreach (var (root, _) in books.File)
        {
            before = key.Sign(root with { Closed = root.Closed.AddSeconds(1), Previous = before is null ? null : BooksRoot.HashOf(before) }).ToLine();
            await MovedBooks.Change(copy, $"update paygate.books_roots set line = '{before}' where number = {root.Number}");
        }

        return copy;
    }
}
