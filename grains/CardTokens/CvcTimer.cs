namespace PayGate.Grains.CardTokens;

/// <summary>Ends the time for which an activation may hold a CVC.</summary>
internal static class CvcTimer
{
    /// <summary>Forgets once, <see cref="TransientCvc.Lifetime"/> from now, also while a command waits: <paramref name="forget"/> touches the CVC only, never the state.</summary>
    public static void ForgetCvcInTime(this IGrainBase grain, Action forget)
    {
        var once = new GrainTimerCreationOptions { DueTime = TransientCvc.Lifetime, Period = Timeout.InfiniteTimeSpan, Interleave = true };
        grain.RegisterGrainTimer(
            _ =>
            {
                forget();
                return Task.CompletedTask;
            },
            once);
    }
}
