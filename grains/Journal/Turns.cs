namespace PayGate.Grains.Journal;

/// <summary>One call of an actor, and whether its activation outlives it.</summary>
internal static class Turns
{
    /// <summary>
    /// Runs the call. After an exception the stored state may be ahead of the memory, so the activation goes; it goes as well where there is nothing to stay for, so that an id
    /// that nobody gave leaves nothing behind.
    /// </summary>
    /// <param name="grain">Whose call it is.</param>
    /// <param name="turn">The call.</param>
    /// <param name="stays">Asked after it: whether the memory is worth keeping.</param>
    public static async Task<T> Turn<T>(this IGrainBase grain, Func<Task<T>> turn, Func<bool> stays)
    {
        var kept = false;
        try
        {
            var result = await turn();
            kept = stays();
            return result;
        }
        finally
        {
            if (!kept)
            {
                grain.DeactivateOnIdle();
            }
        }
    }
}
