using System.Text;
using System.Text.Json;
using PayGate.CheckoutSessions;
using PayGate.Domain.Tests.RefundRequests;
using PayGate.RefundRequests;

namespace PayGate.Domain.Tests.Storage;

public sealed class StoredFormTests
{
    private static readonly string Stored = Encoding.UTF8.GetString(RefundRequestStorage.Write(GivenRequest.Opened()));

    [Fact]
    public void Write_NamesTheVersionFirst() => Assert.StartsWith("""{"v":1,"request":{""", Stored, StringComparison.Ordinal);

    [Fact]
    public void Read_OfMembersThatItDoesNotKnow_LeavesThemOut()
    {
        var later = Stored.Replace("\"v\":1,", """ "v":1,"added":{"v":2,"request":null}, """, StringComparison.Ordinal)[..^1] + ""","last":[1]}""";

        Assert.Equal(Stored, Encoding.UTF8.GetString(RefundRequestStorage.Write(RefundRequestStorage.Read(Encoding.UTF8.GetBytes(later)))));
    }

    [Theory]
    [InlineData("""{"v":2,"session":{"written":"otherwise"}}""")]
    [InlineData("""{"session":null}""")]
    [InlineData("""{"v":1}""")]
    [InlineData("""{"v":1,"session":null}""")]
    [InlineData("""{"v":1,"session":""")]
    [InlineData("[]")]
    [InlineData("")]
    public void Read_OfAnythingElse_IsRefused(string stored) =>
        Assert.ThrowsAny<JsonException>(() => CheckoutSessionStorage.Read(Encoding.UTF8.GetBytes(stored)));
}
