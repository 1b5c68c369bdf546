namespace PayGate.Cli.Hosting;

/// <summary>Reads from the environment where the key that signs the books' roots lies, and where the roots are kept outside the database.</summary>
public static class BooksVariables
{
    public const string Key = "PAYGATE_BOOKS_KEY";
    public const string Roots = "PAYGATE_BOOKS_ROOTS";

    /// <summary>Null for the data directory.</summary>
    public static string? KeyFile(Func<string, string?> environment) => Given(environment, Key);

    /// <summary>Null for the data directory.</summary>
    public static string? RootsFile(Func<string, string?> environment) => Given(environment, Roots);

    private static string? Given(Func<string, string?> environment, string variable) => environment(variable) is { Length: > 0 } path ? Path.GetFullPath(path) : null;
}
