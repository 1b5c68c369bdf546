using PayGate.Grains.Erasure;
using PayGate.Silo.Erasure;

namespace PayGate.Vault.Tests.Erasure;

public sealed class ErasureListTests : IDisposable
{
    private static readonly ErasureEntry First = new("cus_1", "mch_1", false, new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero));
    private static readonly ErasureEntry Second = First with { Customer = "cus_2" };

    private readonly TemporaryDirectory _directory = new();

    private ErasureList List => new(Path.Combine(_directory.Path, ErasureList.DefaultName));

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Entries_AreReadAsTheyWereAdded_ByAnyProcess()
    {
        await List.Add(First, default);
        await List.Add(Second, default);

        Assert.Equal([First, Second], await List.Read(default));
        Assert.Equal(
            """{"customer":"cus_1","merchant":"mch_1","livemode":false,"at":"2026-11-21T12:00:00+00:00"}""", (await File.ReadAllLinesAsync(List.Path))[0]);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(List.Path));
        }
    }

    [Fact]
    public async Task NoFile_IsAnEmptyList() => Assert.Empty(await List.Read(default));

    /// <summary>Whoever wrote it had not been told that it was on disk.</summary>
    [Fact]
    public async Task EntryThatACrashCutOff_IsNone_AndHarmsNoLaterOne()
    {
        await List.Add(First, default);
        await File.AppendAllTextAsync(List.Path, """{"customer":"cus_9","merch""");
        Assert.Equal([First], await List.Read(default));

        await List.Add(Second, default);

        Assert.Equal([First, Second], await List.Read(default));
    }

    [Fact]
    public async Task DamagedEntry_IsSaid()
    {
        await File.WriteAllTextAsync(List.Path, """{"customer":12}""" + "\n");

        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => List.Read(default));

        Assert.Contains("Line 1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListThatCannotBeWritten_IsAFaultThatPasses()
    {
        var list = new ErasureList(Path.Combine(_directory.Path, "missing", ErasureList.DefaultName));

        await Assert.ThrowsAsync<StorageUnavailableException>(() => list.Add(First, default));
    }
}
