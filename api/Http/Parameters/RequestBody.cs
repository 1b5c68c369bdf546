using System.Buffers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace PayGate.Api.Http;

/// <summary>A request's whole body in a rented buffer that is wiped when disposed, because it may hold a card number.</summary>
internal sealed class RequestBody : IDisposable
{
    private const int FirstBytes = 4096;

    private byte[] _buffer = [];
    private int _length;

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    public static bool IsExpected(HttpContext context) => context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? true;

    /// <summary>Null when the body is longer than <see cref="ParamLimits.BodyBytesMax"/>.</summary>
    public static async ValueTask<RequestBody?> Read(HttpContext context)
    {
        var body = new RequestBody();
        if (!IsExpected(context))
        {
            return body;
        }

        if (context.Request.ContentLength > ParamLimits.BodyBytesMax || !await body.Fill(context))
        {
            body.Dispose();
            return null;
        }

        return body;
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            CryptographicOperations.ZeroMemory(_buffer.AsSpan(0, _length));
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
            _length = 0;
        }
    }

    private async ValueTask<bool> Fill(HttpContext context)
    {
        _buffer = ArrayPool<byte>.Shared.Rent((int)(context.Request.ContentLength ?? FirstBytes) + 1);
        while (await context.Request.Body.ReadAsync(_buffer.AsMemory(_length), context.RequestAborted) is > 0 and var read)
        {
            _length += read;
            if (_length > ParamLimits.BodyBytesMax)
            {
                return false;
            }

            if (_length == _buffer.Length)
            {
                Grow();
            }
        }

        return true;
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        Bytes.CopyTo(larger);
        CryptographicOperations.ZeroMemory(_buffer);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
