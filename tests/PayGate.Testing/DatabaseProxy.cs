using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace PayGate.Testing;

/// <summary>What a <see cref="DatabaseProxy"/> does with connections, old and new.</summary>
public enum ProxyMode
{
    /// <summary>Passes everything on.</summary>
    Open,

    /// <summary>Ends them, as a server does that is not running.</summary>
    Closed,

    /// <summary>Takes them and passes nothing on, as a network does that is cut.</summary>
    Silent,
}

/// <summary>At which moment of the next COMMIT its connection is lost.</summary>
public enum CommitCut
{
    None,

    /// <summary>The server never gets it, and sees the connection end: the transaction is rolled back.</summary>
    BeforeTheServer,

    /// <summary>The server never gets it, and keeps its session until <see cref="DatabaseProxy.EndHeldSessions"/>.</summary>
    BeforeTheServerHeld,

    /// <summary>The server has committed, and its answer is lost.</summary>
    AfterTheServer,
}

/// <summary>
/// Stands between PayGate and PostgreSQL on loopback TCP and breaks connections for real. It knows of PostgreSQL's protocol that Npgsql sends COMMIT as the text
/// of a simple query.
/// </summary>
public sealed class DatabaseProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _serverPort;
    private readonly Task _accepting;
    private readonly Lock _gate = new();
    private readonly HashSet<ProxiedConnection> _connections = [];
    private ProxyMode _mode;
    private CommitCut _cut;
    private ProxyMode _modeAfterCut;

    public DatabaseProxy(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _accepting = Accept();
    }

    /// <summary>Waits this long before it passes anything on to the server.</summary>
    public TimeSpan Delay { get; set; }

    internal bool IsSilent => _mode == ProxyMode.Silent;

    /// <summary>The same login, by way of this proxy.</summary>
    public string Through(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        Host = IPAddress.Loopback.ToString(),
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
    }.ConnectionString;

    public void Switch(ProxyMode mode)
    {
        lock (_gate)
        {
            _mode = mode;
        }

        // Bytes of a silent time are lost for good, so its connections cannot go on after it.
        if (mode != ProxyMode.Silent)
        {
            EndAll();
        }
    }

    /// <summary>Cuts at the next COMMIT that comes by, and then switches to a mode for all further connections.</summary>
    public void CutNextCommit(CommitCut cut, ProxyMode afterwards = ProxyMode.Open)
    {
        lock (_gate)
        {
            (_cut, _modeAfterCut) = (cut, afterwards);
        }
    }

    /// <summary>Lets the server see the end of sessions that a cut has left open.</summary>
    public void EndHeldSessions()
    {
        foreach (var connection in Connections())
        {
            connection.EndIfHeld();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        EndAll();
        await _accepting;
    }

    /// <summary>The cut that is due now; it happens once.</summary>
    internal CommitCut TakeCut()
    {
        lock (_gate)
        {
            var cut = _cut;
            if (cut != CommitCut.None)
            {
                (_cut, _mode) = (CommitCut.None, _modeAfterCut);
            }

            return cut;
        }
    }

    internal void Forget(ProxiedConnection connection)
    {
        lock (_gate)
        {
            _connections.Remove(connection);
        }
    }

    private async Task Accept()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptSocketAsync();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // The listener was stopped.
                return;
            }

            if (_mode == ProxyMode.Closed)
            {
                client.Close(0);
                continue;
            }

            var connection = new ProxiedConnection(this, client);
            lock (_gate)
            {
                _connections.Add(connection);
            }

            connection.Start(_serverPort);
        }
    }

    private void EndAll()
    {
        foreach (var connection in Connections())
        {
            connection.End();
        }
    }

    private List<ProxiedConnection> Connections()
    {
        lock (_gate)
        {
            return [.. _connections];
        }
    }
}
