using System.Net;
using System.Net.Sockets;

namespace PayGate.Testing;

/// <summary>One client's connection through a <see cref="DatabaseProxy"/>.</summary>
internal sealed class ProxiedConnection(DatabaseProxy proxy, Socket client)
{
    private static readonly byte[] Commit = "COMMIT\0"u8.ToArray();

    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private volatile CommitCut _cut;

    public void Start(int serverPort) => _ = Run(serverPort);

    public void End()
    {
        client.Close(0);
        _server.Close(0);
    }

    public void EndIfHeld()
    {
        if (_cut == CommitCut.BeforeTheServerHeld)
        {
            End();
        }
    }

    private async Task Run(int serverPort)
    {
        try
        {
            client.NoDelay = true;
            await _server.ConnectAsync(IPAddress.Loopback, serverPort);
            await Task.WhenAny(ToServer(), ToClient());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Either side is gone, which is what the other one is told by the end below.
        }

        if (_cut == CommitCut.BeforeTheServerHeld)
        {
            client.Close(0);
            return;
        }

        End();
        proxy.Forget(this);
    }

    private async Task ToServer()
    {
        var buffer = new byte[65_536];
        while (await Receive(client, buffer) is > 0 and var count)
        {
            if (proxy.Delay > TimeSpan.Zero)
            {
                await Task.Delay(proxy.Delay);
            }

            if (buffer.AsSpan(0, count).IndexOf(Commit) >= 0 && (_cut = proxy.TakeCut()) is CommitCut.BeforeTheServer or CommitCut.BeforeTheServerHeld)
            {
                return;
            }

            if (!proxy.IsSilent || _cut == CommitCut.AfterTheServer)
            {
                await Send(_server, buffer.AsMemory(0, count));
            }
        }
    }

    private async Task ToClient()
    {
        var buffer = new byte[65_536];
        while (await Receive(_server, buffer) is > 0 and var count)
        {
            // The server answers a COMMIT after it: with the first byte of the answer the transaction is committed.
            if (_cut == CommitCut.AfterTheServer)
            {
                return;
            }

            if (!proxy.IsSilent)
            {
                await Send(client, buffer.AsMemory(0, count));
            }
        }
    }

    /// <summary>0 at the end, however it came.</summary>
    private static async Task<int> Receive(Socket socket, byte[] buffer)
    {
        try
        {
            return await socket.ReceiveAsync(buffer);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return 0;
        }
    }

    private static async Task Send(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await socket.SendAsync(bytes)..];
        }
    }
}
