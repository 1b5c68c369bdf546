using System.Globalization;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace PayGate.Api.Tests.Http;

/// <summary>
/// Goal: a repeated request hashes equally however its client happens to write it, and no other request does. Method: examples, and random trees that
/// are written as a shuffled form and as JSON.
/// </summary>
public sealed class CanonicalFormTests
{
    [Theory]
    [InlineData("amount=1&currency=usd", """{"currency":"usd","amount":1}""")]
    [InlineData("currency=usd&amount=1", """{"amount":1,"currency":"usd"}""")]
    [InlineData("confirm=true&description=", """{"confirm":true,"description":null}""")]
    [InlineData("card[exp_month]=1&card[number]=5", """{"card":{"number":"5","exp_month":1}}""")]
    [InlineData("a[]=x&a[]=y", """{"a":["x","y"]}""")]
    [InlineData("a[1]=y&a[0]=x", """{"a":["x","y"]}""")]
    [InlineData("a%5B%5D%5Bb%5D=x&a[][c]=y", """{"a":[{"c":"y","b":"x"}]}""")]
    [InlineData("d=a+b%26c%3Dd", """{"d":"a b&c=d"}""")]
    [InlineData("d=%C3%A9", """{"d":"\u00e9"}""")]
    public async Task EqualRequests_InBothEncodings_AreEqual(string form, string json) =>
        Assert.Equal((await ParamsOf.Form(form)).Canonical(), (await ParamsOf.Json(json)).Canonical());

    [Fact]
    public async Task DifferentRequests_AreDifferent()
    {
        string[] forms =
        [
            "", "a=", "a=1", "a=2", "b=1", "a=1&b=", "a=1&b=2", "a=2&b=1", "a[b]=1", "a[b][c]=1", "ab=1", "a[]=1&a[]=2", "a[]=2&a[]=1", "a[0]=12", "a=1%26b%3D2",
            "a=1%0Ab%3D2", "a[b]=&a[c]=1",
        ];
        string[] documents = ["""{"a":{}}""", """{"a":{"b":{}}}""", """{"a":{},"b":1}"""];
        var all = new List<byte[]>
        {
            (await ParamsOf.Form("a=1", "/v1/payments/pi_1")).Canonical(),
            (await ParamsOf.Form("a=1", "/v1/payments/pi_2")).Canonical(),
            (await ParamsOf.Query("a=1", "DELETE")).Canonical(),
        };
        foreach (var form in forms)
        {
            all.Add((await ParamsOf.Form(form)).Canonical());
        }

        foreach (var document in documents)
        {
            all.Add((await ParamsOf.Json(document)).Canonical());
        }

        Assert.Equal(all.Count, all.Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public void RandomTrees_AsFormAndAsJson_AreEqual_AndOneChangedLeafIsNot()
    {
        var property = Prop.ForAll(
            (from tree in Group(3)
             from seed in Gen.Choose(0, int.MaxValue)
             select (tree, seed)).ToArbitrary(),
            async sample =>
            {
                var pairs = Pairs(sample.tree, "").ToList();
                var form = string.Join('&', Shuffle(pairs, sample.seed));
                var changed = string.Join('&', pairs.Select((pair, index) => index == sample.seed % pairs.Count ? pair + "x" : pair));
                var expected = Convert.ToHexString((await ParamsOf.Json(JsonOf(sample.tree))).Canonical());
                var equal = Convert.ToHexString((await ParamsOf.Form(form)).Canonical());
                var other = Convert.ToHexString((await ParamsOf.Form(changed)).Canonical());
                return expected == equal && expected != other;
            });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), property);
    }

    private static Gen<object> Node(int depth) =>
        depth == 0 ? Leaf() : Gen.Frequency((3, Leaf()), (1, Group(depth - 1).Select(group => (object)group)), (1, List(depth - 1)));

    private static Gen<object> Leaf() =>
        Gen.OneOf(
            Gen.Choose(-5, 100_000).Select(number => (object)number),
            Gen.Elements<object>(true, false, "", "a&b=c", "é €😀", "[x]", "100%", "a+b c", "4242 4242", "\n", "null"));

    private static Gen<Dictionary<string, object>> Group(int depth) =>
        from size in Gen.Choose(1, 4)
        from names in Gen.Elements("a", "b", "amount", "é", "a b", "x%y", "10", "2", "A").ListOf(size)
        from values in Node(depth).ListOf(size)
        select names.Zip(values).DistinctBy(pair => pair.First).ToDictionary(pair => pair.First, pair => pair.Second);

    private static Gen<object> List(int depth) =>
        from size in Gen.Choose(1, 12)
        from values in Node(depth).ListOf(size)
        select (object)values.ToList();

    private static string JsonOf(object node) => JsonSerializer.Serialize(node);

    private static IEnumerable<string> Pairs(object node, string name) => node switch
    {
        Dictionary<string, object> group => group.SelectMany(member => Pairs(member.Value, Nested(name, member.Key))),
        List<object> list => list.SelectMany((item, index) => Pairs(item, Nested(name, index.ToString(CultureInfo.InvariantCulture)))),
        bool flag => [name + (flag ? "=true" : "=false")],
        _ => [name + "=" + Uri.EscapeDataString(Convert.ToString(node, CultureInfo.InvariantCulture)!)],
    };

    private static string Nested(string parent, string name) =>
        parent.Length == 0 ? Uri.EscapeDataString(name) : $"{parent}[{Uri.EscapeDataString(name)}]";

    /// <summary>Any order that the seed gives; the generator of random numbers of the property stays the only one.</summary>
    private static IEnumerable<string> Shuffle(IReadOnlyList<string> pairs, int seed) =>
        pairs.OrderBy(pair => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(seed + pair))), StringComparer.Ordinal);
}
