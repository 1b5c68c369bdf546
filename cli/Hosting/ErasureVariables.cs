using PayGate.Silo.Erasure;

namespace PayGate.Cli.Hosting;

/// <summary>Reads from the environment where the list of erasures is kept.</summary>
public static class ErasureVariables
{
    public const string File = "PAYGATE_ERASURE_LIST";

    /// <summary>Null for the data directory.</summary>
    public static string? Read(Func<string, string?> environment) => environment(File) is { Length: > 0 } path ? Path.GetFullPath(path) : null;

    /// <summary>The list that a silo of this data directory keeps.</summary>
    public static ErasureList List(string dataDirectory, Func<string, string?> environment) =>
        new(Read(environment) ?? Path.Combine(dataDirectory, ErasureList.DefaultName));
}
