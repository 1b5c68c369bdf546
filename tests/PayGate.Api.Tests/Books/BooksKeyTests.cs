using System.Security.Cryptography;
using PayGate.Silo.Books;

namespace PayGate.Api.Tests.Books;

/// <summary>The key that signs the books' roots, and the file that holds the roots.</summary>
public sealed class BooksKeyTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("paygate-books-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Root_IsAcceptedAsItWasSigned_AndInNoOtherForm()
    {
        using var key = BooksKey.OpenOrCreate(At("key.pem"));
        using var other = BooksKey.OpenOrCreate(At("other.pem"));
        var root = key.Sign(Unsigned);

        Assert.True(key.Signed(BooksRoot.Parse(root.ToLine())!));
        BooksRoot[] changed =
        [
            root with { Number = 8 }, root with { Facts = 11 }, root with { Closed = root.Closed.AddTicks(10) }, root with { Merkle = new string('b', 64) },
            root with { Previous = null }, root with { Key = other.Id }, root with { Signature = "" }, root with { Signature = "no base64" }, other.Sign(Unsigned),
        ];
        Assert.All(changed, one => Assert.False(key.Signed(one), one.ToLine()));
    }

    [Fact]
    public void Key_IsMadeOnce_ForItsOwnerAlone_AndItsPublicHalfChecks()
    {
        using var made = BooksKey.OpenOrCreate(At("key.pem"));
        using var again = BooksKey.OpenOrCreate(At("key.pem"));
        File.WriteAllText(At("public.pem"), made.PublicPem);
        using var half = BooksKey.Open(At("public.pem"));

        Assert.Equal((made.Id, made.Id), (again.Id, half.Id));
        Assert.True(half.Signed(made.Sign(Unsigned)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(At("key.pem")));
        File.SetUnixFileMode(At("key.pem"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Assert.Contains("0600", Assert.Throws<InvalidDataException>(() => BooksKey.OpenOrCreate(At("key.pem"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_WithoutAKeyOnP256_IsRefused()
    {
        using var larger = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        foreach (var content in new[] { "", "no key", larger.ExportPkcs8PrivateKeyPem() })
        {
            File.WriteAllText(At("key.pem"), content);
            Assert.Throws<InvalidDataException>(() => BooksKey.Open(At("key.pem")));
        }
    }

    [Fact]
    public void Key_ThatCannotBeMade_SaysWhatToDo() => Assert.Contains(
        "put the file there", Assert.Throws<InvalidDataException>(() => BooksKey.OpenOrCreate(At("nowhere/key.pem"))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task RootFile_TakesWhatIsMissing_AlsoAfterALineThatWasCutOff()
    {
        using var key = BooksKey.OpenOrCreate(At("key.pem"));
        string[] lines = [.. Enumerable.Range(1, 4).Select(number => key.Sign(Unsigned with { Number = number }).ToLine())];
        var file = new BooksRootFile(At("roots.jsonl"));
        await file.Complete(number => [.. lines.Skip((int)number).Take(2)], CancellationToken.None);
        await File.AppendAllTextAsync(file.Path, lines[2][..40]);
        await file.Complete(number => [.. lines.Skip((int)number)], CancellationToken.None);
        await file.Complete(number => [.. lines.Skip((int)number)], CancellationToken.None);

        Assert.Equal(lines, (await file.Read(CancellationToken.None)).Select(root => root.Line));
    }

    private static BooksRoot Unsigned => new()
    {
        Number = 7,
        Closed = new DateTimeOffset(2030, 1, 8, 0, 0, 3, TimeSpan.Zero),
        Facts = 12,
        Merkle = new string('a', 64),
        Previous = new string('c', 64),
        Key = "",
        Signature = "",
    };

    private string At(string name) => Path.Combine(_directory, name);
}
