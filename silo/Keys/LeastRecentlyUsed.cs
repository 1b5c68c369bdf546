namespace PayGate.Silo.Keys;

/// <summary>A bounded map that drops what was not used for longest. Not safe for concurrent use: its owner holds a lock.</summary>
internal sealed class LeastRecentlyUsed<TKey, TValue>(int capacity, Action<TValue> onDropped)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<KeyValuePair<TKey, TValue>>> _nodes = [];
    private readonly LinkedList<KeyValuePair<TKey, TValue>> _order = [];

    public int Count => _nodes.Count;

    public IEnumerable<TKey> Keys => _nodes.Keys;

    public bool TryGet(TKey key, out TValue value)
    {
        if (!_nodes.TryGetValue(key, out var node))
        {
            value = default!;
            return false;
        }

        _order.Remove(node);
        _order.AddFirst(node);
        value = node.Value.Value;
        return true;
    }

    /// <summary>Out of the map without being handed to its eraser: it is the caller's now.</summary>
    public bool Take(TKey key, out TValue value)
    {
        if (!_nodes.Remove(key, out var node))
        {
            value = default!;
            return false;
        }

        _order.Remove(node);
        value = node.Value.Value;
        return true;
    }

    public void Set(TKey key, TValue value)
    {
        if (_nodes.Remove(key, out var old))
        {
            Drop(old);
        }

        _nodes[key] = _order.AddFirst(KeyValuePair.Create(key, value));
        if (_nodes.Count > capacity)
        {
            var last = _order.Last!;
            _nodes.Remove(last.Value.Key);
            Drop(last);
        }
    }

    public void Remove(TKey key)
    {
        if (_nodes.Remove(key, out var node))
        {
            Drop(node);
        }
    }

    public void Clear()
    {
        foreach (var entry in _order)
        {
            onDropped(entry.Value);
        }

        _order.Clear();
        _nodes.Clear();
    }

    private void Drop(LinkedListNode<KeyValuePair<TKey, TValue>> node)
    {
        _order.Remove(node);
        onDropped(node.Value.Value);
    }
}
