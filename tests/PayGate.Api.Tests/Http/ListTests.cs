using PayGate.Api.Http;
using static PayGate.Api.Tests.Http.RawHttp;

namespace PayGate.Api.Tests.Http;

[Collection(HttpHostSharing.Name)]
public sealed class ListTests(HttpTestHost host)
{
    [Fact]
    public async Task List_IsStripesListObject_WithTheCountOnlyWhenAskedFor()
    {
        var plain = await Get(host.Port, "/v1/payments", Bearer(TestKeys.Secret));
        Assert.Equal("""{"object":"list","url":"/v1/payments","has_more":true,"data":[{"id":"a"},{"id":"b"}]}""", plain.Body);
        var counted = await Get(host.Port, "/v1/payments?include[]=total_count", Bearer(TestKeys.Secret));
        Assert.Equal("""{"object":"list","url":"/v1/payments","has_more":true,"total_count":2,"data":[{"id":"a"},{"id":"b"}]}""", counted.Body);
    }

    [Theory]
    [InlineData("", 10, null, null)]
    [InlineData("limit=1", 1, null, null)]
    [InlineData("limit=100", 100, null, null)]
    [InlineData("created[gt]=10", 10, 11L, null)]
    [InlineData("created[gte]=10&created[lt]=20", 10, 10L, 20L)]
    [InlineData("created[lte]=20", 10, null, 21L)]
    [InlineData("created[gt]=5&created[gte]=10&created[lt]=30&created[lte]=20", 10, 10L, 21L)]
    [InlineData("created[gt]=15&created[gte]=10&created[lt]=18&created[lte]=20", 10, 16L, 18L)]
    [InlineData("created=15", 10, 15L, 16L)]
    public async Task Query_IsRead(string text, int limit, long? from, long? before)
    {
        var p = (await ParamsOf.Query(text)).Bind();
        var query = ListQuery.Read(p);
        Assert.Null(p.Refusal());
        Assert.Equal((limit, from, before), (query.Limit, query.Created.From?.ToUnixTimeSeconds(), query.Created.Before?.ToUnixTimeSeconds()));
    }
}
