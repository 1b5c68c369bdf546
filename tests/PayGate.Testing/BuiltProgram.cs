namespace PayGate.Testing;

/// <summary>The program as users run it: published by its build, for the same configuration as what asks for it.</summary>
public static class BuiltProgram
{
    /// <summary>Outputs lie side by side: bin/PROJECT/CONFIGURATION, publish/PROJECT/CONFIGURATION.</summary>
    public static string Location { get; } = Find();

    private static string Find()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        var program = Path.Combine(own.Parent!.Parent!.Parent!.FullName, "publish", "PayGate.Cli", own.Name, "paygate.dll");
        return File.Exists(program) ? program : throw new FileNotFoundException("The program is not built: build cli/.", program);
    }
}
