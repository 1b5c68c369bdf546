using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace PayGate.Api.Tests.Http;

/// <summary>Sends requests byte for byte, as no client library would, and reads the whole answer.</summary>
internal static class RawHttp
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    public static async Task<RawAnswer> Send(
        int port, string method, string target, IEnumerable<(string Name, string Value)> headers, byte[]? body = null)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, deadline.Token);
        await using var stream = client.GetStream();
        var head = new StringBuilder($"{method} {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n");
        foreach (var (name, value) in headers)
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        if (body is not null)
        {
            head.Append("Content-Length: ").Append(body.Length).Append("\r\n");
        }

        head.Append("\r\n");
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head.ToString()), deadline.Token);
        var sending = stream.WriteAsync(body ?? [], deadline.Token).AsTask();
        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, deadline.Token);
            await sending;
        }
        catch (IOException) when (answer.Length > 0)
        {
            // A server that refuses a request by its head need not read its body: it answers and closes.
        }

        return RawAnswer.Parse(answer.ToArray());
    }

    public static Task<RawAnswer> Get(int port, string target, params (string, string)[] headers) => Send(port, "GET", target, headers);

    public static Task<RawAnswer> Form(int port, string target, string form, params (string, string)[] headers) =>
        Send(port, "POST", target, [.. headers, ("Content-Type", "application/x-www-form-urlencoded")], Encoding.UTF8.GetBytes(form));

    public static Task<RawAnswer> Json(int port, string target, string json, params (string, string)[] headers) =>
        Send(port, "POST", target, [.. headers, ("Content-Type", "application/json")], Encoding.UTF8.GetBytes(json));

    public static (string, string) Bearer(string key) => ("Authorization", "Bearer " + key);
}

internal sealed record RawAnswer(int Status, ILookup<string, string> Headers, string Body)
{
    public JsonElement Error => Root.GetProperty("error");

    public JsonElement Root => JsonDocument.Parse(Body).RootElement;

    public string? Header(string name) => Headers[name].SingleOrDefault();

    public override string ToString() => $"{Status} {Body}";

    public static RawAnswer Parse(byte[] bytes)
    {
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        var lines = Encoding.Latin1.GetString(bytes, 0, end).Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToLookup(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var body = bytes.AsSpan(end + 4);
        var text = Encoding.UTF8.GetString(headers["Transfer-Encoding"].Contains("chunked") ? Join(body) : body);
        return new RawAnswer(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers, text);
    }

    private static byte[] Join(ReadOnlySpan<byte> chunks)
    {
        var whole = new List<byte>();
        while (true)
        {
            var line = chunks.IndexOf("\r\n"u8);
            var length = int.Parse(chunks[..line], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (length == 0)
            {
                return [.. whole];
            }

            whole.AddRange(chunks.Slice(line + 2, length));
            chunks = chunks[(line + 2 + length + 2)..];
        }
    }
}
