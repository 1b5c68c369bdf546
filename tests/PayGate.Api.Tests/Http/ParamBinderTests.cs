using System.Collections.Immutable;
namespace PayGate.Api.Tests.Http;

public sealed class ParamBinderTests
{
    [Theory]
    [InlineData("1", 1)]
    [InlineData("0", 0)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public async Task Integer_WithinBounds_IsReadFromBothEncodings(string digits, long expected)
    {
        foreach (var request in new[] { await ParamsOf.Form("amount=" + digits), await ParamsOf.Json($$"""{"amount":{{digits}}}""") })
        {
            var p = request.Bind();
            Assert.Equal(expected, p.RequiredInteger("amount"));
            Assert.Null(p.Refusal());
        }
    }

    [Fact]
    public async Task Integer_WithLeadingZerosInAForm_IsItsValue()
    {
        var p = (await ParamsOf.Form("amount=0100")).Bind();
        Assert.Equal(100, p.RequiredInteger("amount"));
    }

    [Fact]
    public async Task Refusal_NamesTheUnknownFirst_ThenWhatTheGettersFoundInTheirOrder()
    {
        var p = (await ParamsOf.Form("currency=toolong&amount=x&colour=red&shade=dark")).Bind();
        p.RequiredInteger("amount");
        p.RequiredString("currency", 3);
        Assert.Equal(("parameter_unknown", "colour"), CodeAndParam(p.Refusal()));
        p.OptionalString("colour", 10);
        p.OptionalString("shade", 10);
        Assert.Equal(("parameter_invalid_integer", "amount"), CodeAndParam(p.Refusal()));
    }

    [Fact]
    public async Task Refusal_OfTheEndpoint_StandsInLine()
    {
        var p = (await ParamsOf.Form("currency=xxx&amount=x")).Bind();
        p.RequiredString("currency", 3);
        p.Refuse("currency", "currency_invalid", "No such currency.");
        p.RequiredInteger("amount");
        Assert.Equal(("currency_invalid", "currency"), CodeAndParam(p.Refusal()));
    }

    [Fact]
    public async Task Patch_TellsAbsentUnsetAndValueApart_InBothEncodings()
    {
        foreach (var request in new[] { await ParamsOf.Form("b=&c=x&d="), await ParamsOf.Json("""{"b":null,"c":"x","d":""}""") })
        {
            var p = request.Bind();
            Assert.Equal("old", p.PatchText("a", 10).ApplyTo("old"));
            Assert.True(p.PatchText("b", 10).IsUnset);
            Assert.Null(p.PatchText("b", 10).ApplyTo("old"));
            Assert.Equal("x", p.PatchString("c", 10).ApplyTo("old"));
            Assert.Null(p.OptionalInteger("d"));
            Assert.Null(p.Refusal());
        }
    }

    [Fact]
    public async Task Text_CountsCharacters_AndTakesLineBreaks()
    {
        var p = (await ParamsOf.Form("description=" + string.Concat(Enumerable.Repeat("%F0%9F%98%80", 10)) + "&note=a%0D%0Ab%09c&line=a%0Ab")).Bind();
        Assert.Equal(20, p.OptionalText("description", 10)!.Length);
        Assert.Equal("a\r\nb\tc", p.OptionalText("note", 10));
        Assert.Null(p.OptionalString("line", 10));
        Assert.Equal(("parameter_invalid_string", "line"), CodeAndParam(p.Refusal()));
    }

    [Fact]
    public async Task CardNumber_IsTakenWhereItBelongs()
    {
        var p = (await ParamsOf.Form("card[number]=4242424242424242")).Bind();
        Assert.Equal("4242424242424242", p.OptionalObject("card")!.RequiredString("number", 40, allowCardNumbers: true));
        Assert.Null(p.Refusal());
    }

    [Theory]
    [InlineData("a[0]=x&a[1]=y")]
    [InlineData("a[1]=y&a[0]=x")]
    [InlineData("a[]=x&a[]=y")]
    [InlineData("a%5B%5D=x&a%5b%5d=y")]
    [InlineData("a%5B0%5D=x&&a[1]=y&")]
    public async Task Array_InEveryFormNotation_IsTheSame(string form)
    {
        var p = (await ParamsOf.Form(form)).Bind();
        Assert.Equal(["x", "y"], p.OptionalArray("a").Select(item => item.AsString(10)));
        Assert.Null(p.Refusal());
    }

    [Theory]
    [InlineData("line[0][amount]=1&line[0][tax][rate]=a&line[1][amount]=2")]
    [InlineData("line[][amount]=1&line[][tax][rate]=a&line[][amount]=2")]
    public async Task ArrayOfObjects_InBothNotations_IsTheSame(string form)
    {
        var p = (await ParamsOf.Form(form)).Bind();
        var lines = p.OptionalArray("line").Select(item => item.AsObject()!).ToList();
        Assert.Equal([1, 2], lines.Select(line => line.RequiredInteger("amount")));
        Assert.Equal("a", lines[0].OptionalObject("tax")!.RequiredString("rate", 10));
        Assert.Null(lines[1].OptionalObject("tax"));
        Assert.Null(p.Refusal());
    }

    [Fact]
    public async Task Array_OfTwelveFormElements_KeepsTheOrderOfIndexes()
    {
        var p = (await ParamsOf.Form(string.Join('&', Enumerable.Range(0, 12).Reverse().Select(index => $"a[{index}]=v{index}")))).Bind();
        Assert.Equal(Enumerable.Range(0, 12).Select(index => "v" + index), p.OptionalArray("a").Select(item => item.AsString(10)));
    }

    [Fact]
    public async Task Array_WhoseElementsAreNotRead_IsUnknownInItsElements()
    {
        var p = (await ParamsOf.Form("a[]=x")).Bind();
        p.OptionalArray("a");
        Assert.Equal(("parameter_unknown", "a[0]"), CodeAndParam(p.Refusal()));
    }

    [Theory]
    [InlineData("", "k=old")]
    [InlineData("metadata[k]=new", "k=new")]
    [InlineData("metadata[0]=zero", "0=zero,k=old")]
    [InlineData("metadata[k]=", "")]
    [InlineData("metadata=", "")]
    public async Task Metadata_IsSetDeletedAndCleared(string form, string expected)
    {
        var p = (await ParamsOf.Form(form)).Bind();
        var patch = p.OptionalMetadata("metadata");
        var current = ImmutableSortedDictionary<string, string>.Empty.Add("k", "old");
        var merged = patch is null ? current : patch.ApplyTo(current).Value!;
        Assert.Equal(expected, string.Join(',', merged.Select(entry => $"{entry.Key}={entry.Value}")));
        Assert.Null(p.Refusal());
    }

    [Fact]
    public async Task Metadata_InJson_NullDeletesAndNullClears()
    {
        Assert.Null((await ParamsOf.Json("""{"metadata":{"k":null}}""")).Bind().OptionalMetadata("metadata")!.Changes["k"]);
        Assert.True((await ParamsOf.Json("""{"metadata":null}""")).Bind().OptionalMetadata("metadata")!.Clear);
        Assert.False((await ParamsOf.Json("""{"metadata":{}}""")).Bind().OptionalMetadata("metadata")!.Clear);
    }

    [Fact]
    public async Task Metadata_AtItsLimits_IsTaken()
    {
        var form = string.Join('&', Enumerable.Range(0, 50).Select(index => $"metadata[{new string('k', 38)}{index:00}]={new string('v', 500)}"));
        var p = (await ParamsOf.Form(form)).Bind();
        Assert.Equal(50, p.OptionalMetadata("metadata")!.Changes.Count);
        Assert.Null(p.Refusal());
    }

    [Fact]
    public async Task Expand_OfFourLevels_IsTaken_AndOfFiveRefused()
    {
        var p = (await ParamsOf.Query("expand[]=data.a.b.c&expand[]=latest_charge")).Bind();
        Assert.Equal(["data.a.b.c", "latest_charge"], p.Expand().Order());
        Assert.Null(p.Refusal());
        var deep = (await ParamsOf.Query("expand[]=a.b.c.d.e")).Bind();
        deep.Expand();
        Assert.Equal(("parameter_invalid_string", "expand[0]"), CodeAndParam(deep.Refusal()));
    }

    [Fact]
    public async Task Json_AtTheDepthLimit_IsRead()
    {
        var request = await ParamsOf.Json("{\"a\":" + new string('[', 31) + new string(']', 31) + "}");
        Assert.Single(request.Root.Members);
    }

    [Fact]
    public async Task Text_OfValues_IsNeverPrinted()
    {
        var request = await ParamsOf.Form("card[number]=4242424242424242");
        var all = $"{request} {request.Root} {request.Root.Members["card"].Members["number"]} {request.Bind()} {request.Bind().PatchText("card", 1)}";
        Assert.DoesNotContain("4242", all, StringComparison.Ordinal);
    }

    private static (string?, string?) CodeAndParam(Refusal? refusal) => (refusal?.Code, refusal?.Param);
}
