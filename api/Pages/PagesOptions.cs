namespace PayGate.Api.Pages;

/// <summary>Where the built front end lies, and under which address the public reaches it.</summary>
public sealed record PagesOptions
{
    /// <summary>
    /// The folder that holds the front end's build. Null: <c>checkout/dist</c> below the content root or beside the program.
    /// </summary>
    public string? Root { get; init; }

    /// <summary>
    /// Scheme and host that links back to this gateway begin with, for example <c>https://pay.example.com</c>. Null: those of each request,
    /// which is right only where no proxy rewrites them.
    /// </summary>
    public Uri? PublicUrl { get; init; }
}
