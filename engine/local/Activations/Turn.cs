namespace Orleans.Local;

/// <summary>A piece of work that an activation does from start to end: a request or a timer tick.</summary>
internal abstract class Turn
{
    /// <summary>Where it runs; null until it begins.</summary>
    public Activation Activation { get; set; } = null!;

    public virtual bool AlwaysInterleave => false;

    public virtual bool ReadOnly => false;

    /// <summary>Counts as use of the activation.</summary>
    public virtual bool KeepAlive => true;

    /// <summary>Nobody waits for it any more: it is not begun.</summary>
    public abstract bool IsAbandoned { get; }

    /// <summary>Runs on the activation's scheduler and never throws.</summary>
    public abstract Task Run();

    /// <summary>The activation is gone; the turn goes to the next one, or nowhere.</summary>
    public virtual void Reroute()
    {
    }

    /// <summary>The grain could not be activated.</summary>
    public virtual void Fail(Exception exception)
    {
    }
}
