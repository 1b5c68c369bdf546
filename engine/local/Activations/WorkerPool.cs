using Orleans.Runtime;

namespace Orleans.Local;

/// <summary>The activations of one key of a stateless worker.</summary>
internal sealed class WorkerPool(int workersMax)
{
    private readonly List<Activation> _members = [];
    private bool _closed;

    public Activation[] Members
    {
        get
        {
            lock (_members)
            {
                return [.. _members];
            }
        }
    }

    /// <summary>Gives the turn to an idle worker, else to a new one, else to the least loaded; false when the pool was dropped.</summary>
    public bool TryDispatch(GrainClass grainClass, in GrainId id, Turn turn, Dictionary<string, object>? requestContext)
    {
        lock (_members)
        {
            if (_closed)
            {
                return false;
            }

            var worker = _members.MinBy(member => member.Load);
            if (worker is not null && (worker.Load == 0 || _members.Count >= workersMax) && worker.TryEnqueue(turn))
            {
                return true;
            }

            worker = new Activation(grainClass, id);
            _members.Add(worker);
            worker.TryEnqueue(turn);
            worker.Activate(requestContext);
            return true;
        }
    }

    /// <summary>True when the pool is empty and takes nothing more.</summary>
    public bool Remove(Activation activation)
    {
        lock (_members)
        {
            _members.Remove(activation);
            return _closed = _members.Count == 0;
        }
    }
}
