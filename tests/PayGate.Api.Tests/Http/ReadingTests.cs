using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using PayGate.Api.Http;

namespace PayGate.Api.Tests.Http;

/// <summary>
/// Goal: no body whatsoever makes reading throw. Method: random pieces of form and JSON syntax with broken bytes between them, read as both and put
/// through every kind of getter.
/// </summary>
public sealed class ReadingTests
{
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "{", "}", "[", "]", "[]", ":", ",", "\"", "\\", "\\u0000", "\\ud800", "&", "=", "+", "%", "%00", "%5B", "%5D", "%FF", "a", "b", "metadata", "expand", "0", "1", "-", "1e9",
            "true", "null", "{\"a\":", "\"b\"", " ", "\n", "é", "4242424242424242",
        }.Select(Encoding.UTF8.GetBytes),
        [0x00], [0xFF], [0xC3], [0xED, 0xA0, 0x80],
    ];

    /// <summary>Without a sound beginning and end hardly any random body would get past the first check.</summary>
    private static readonly (string Before, string After)[] Frames =
        [("", ""), ("{\"a\":\"", "\"}"), ("{\"a\":", "}"), ("{\"", "\":1}"), ("a=1&b=", ""), ("a=1&metadata[", "]=x")];

    [Fact]
    public void AnyBody_IsReadOrRefused_WithACodeOfTheCatalogue()
    {
        var property = Prop.ForAll(
            (from frame in Gen.Elements(Frames)
             from pieces in Gen.Elements(Pieces).ListOf()
             select Encoding.UTF8.GetBytes(frame.Before).Concat(pieces.SelectMany(piece => piece)).Concat(Encoding.UTF8.GetBytes(frame.After)).ToArray())
                .ToArbitrary(),
            async body => await IsAnswered(body, "application/json") && await IsAnswered(body, "application/x-www-form-urlencoded"));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3_000), property);
    }

    private static async Task<bool> IsAnswered(byte[] body, string contentType)
    {
        var context = new DefaultHttpContext { Request = { Method = "POST", Path = "/v1/x", Body = new MemoryStream(body), ContentType = contentType } };
        var request = await RequestParams.Read(context);
        if (!request.IsSuccess)
        {
            return ErrorCatalog.Of(request.Refusal.Code).Status < 500;
        }

        var p = request.Value.Bind();
        p.RequiredInteger("a");
        p.OptionalText("b", 10);
        p.OptionalBoolean("0");
        p.OptionalMetadata("metadata");
        p.Expand();
        p.OptionalObject("1")?.OptionalArray("a");
        return (p.Refusal() is not { } refusal || ErrorCatalog.Of(refusal.Code).Status < 500) && request.Value.Canonical().Length > 0;
    }
}
