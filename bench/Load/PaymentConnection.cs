using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PayGate.Bench.Load;

/// <summary>
/// One keep-alive HTTP/1.1 connection that sends one request at a time. The load shares the machine with what it measures, so it is kept far cheaper than a
/// general client: bytes in, bytes out, the body's length from its header.
/// </summary>
internal sealed class PaymentConnection : IDisposable
{
    private const int AnswerMax = 64 * 1024;

    /// <summary>Behind "HTTP/1.1 ".</summary>
    private const int StatusAt = 9;

    private static readonly byte[] LengthHeader = Encoding.ASCII.GetBytes("\r\nContent-Length: ");
    private static readonly byte[] HeadEnd = Encoding.ASCII.GetBytes("\r\n\r\n");

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _answer = new byte[AnswerMax];

    public ValueTask Open(IPEndPoint gateway, CancellationToken cancellationToken) => _socket.ConnectAsync(gateway, cancellationToken);

    /// <summary>Status and body of the answer; the body is valid until the next request.</summary>
    public async ValueTask<(int Status, ReadOnlyMemory<byte> Body)> Send(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        await _socket.SendAsync(request, cancellationToken);
        var received = 0;
        var total = int.MaxValue;
        var bodyStart = 0;
        while (received < total)
        {
            var count = await _socket.ReceiveAsync(_answer.AsMemory(received), cancellationToken);
            if (count == 0)
            {
                throw new IOException("The gateway closed the connection in the middle of an answer.");
            }

            received += count;
            if (bodyStart == 0 && _answer.AsSpan(0, received).IndexOf(HeadEnd) is > 0 and var head)
            {
                bodyStart = head + HeadEnd.Length;
                total = bodyStart + ContentLength(_answer.AsSpan(0, head));
            }
        }

        return Utf8Parser.TryParse(_answer.AsSpan(StatusAt, 3), out int status, out _)
            ? (status, _answer.AsMemory(bodyStart, total - bodyStart))
            : throw new IOException("The gateway's answer does not begin with a status line.");
    }

    public void Dispose() => _socket.Dispose();

    private static int ContentLength(ReadOnlySpan<byte> head)
    {
        var start = head.IndexOf(LengthHeader);
        return start > 0 && Utf8Parser.TryParse(head[(start + LengthHeader.Length)..], out int length, out _)
            ? length
            : throw new IOException("The gateway's answer has no Content-Length.");
    }
}
