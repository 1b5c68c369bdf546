using PayGate.Silo.Files;

namespace PayGate.Silo.Books;

/// <summary>The roots as a file of lines outside the database. Where it lies on a medium that only takes additions, nobody can sign the past anew.</summary>
public sealed class BooksRootFile(string path)
{
    public const string DefaultName = "books-roots.jsonl";

    private readonly LineFile _file = new(path);

    public string Path => _file.Path;

    /// <summary>The roots' lines, without what a crash cut off.</summary>
    /// <exception cref="InvalidDataException">A line is no root.</exception>
    public async Task<IReadOnlyList<(BooksRoot Root, string Line)>> Read(CancellationToken cancellationToken) => Parse(await _file.Read(cancellationToken));

    /// <summary>Adds what follows the last root that the file has.</summary>
    /// <param name="after">The lines of the roots after a number, in order.</param>
    /// <param name="cancellationToken">Ends the wait for the file.</param>
    /// <exception cref="InvalidDataException">A line is no root.</exception>
    public async Task Complete(Func<long, IReadOnlyList<string>> after, CancellationToken cancellationToken) =>
        await _file.AddMissing(lines => after(Parse(lines) is { Count: > 0 } roots ? roots[^1].Root.Number : 0), cancellationToken);

    private List<(BooksRoot Root, string Line)> Parse(IReadOnlyList<string> lines)
    {
        var roots = new List<(BooksRoot, string)>();
        for (var index = 0; index < lines.Count; index++)
        {
            if (BooksRoot.Parse(lines[index]) is { } root)
            {
                roots.Add((root, lines[index]));
            }
            else if (lines[index].EndsWith('}'))
            {
                throw new InvalidDataException($"Line {index + 1} of {Path} is no root of the books: it was changed after it was written.");
            }
        }

        return roots;
    }
}
