namespace PayGate.Silo.Keys;

/// <summary>Background work on many actors: eight at a time, because payments come first.</summary>
internal static class FewAtATime
{
    private const int ConcurrencyMax = 8;

    /// <summary>Does it for all, also after one failed; the faults of those that did.</summary>
    public static async Task<IReadOnlyList<Exception>> Try(IEnumerable<string> ids, Func<string, Task> work)
    {
        var faults = new List<Exception>();
        foreach (var group in ids.Chunk(ConcurrencyMax))
        {
            faults.AddRange((await Task.WhenAll(group.Select(id => FaultOf(work(id))))).OfType<Exception>());
        }

        return faults;
    }

    private static async Task<Exception?> FaultOf(Task work)
    {
        try
        {
            await work;
            return null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Handed to the caller, who knows what it means; one fault must not keep the others waiting.
            return exception;
        }
    }
}
