using System.Globalization;
using PayGate.Api.Tests.Payments;

namespace PayGate.Api.Tests.TestHelpers;

/// <summary>A gateway whose clock is moved by its own route: apart from that of the other tests, which move the clock on the wall.</summary>
[CollectionDefinition(Name)]
public sealed class MovingCollection : ICollectionFixture<Gateway>
{
    public const string Name = "moving gateway";
}

internal static class Moving
{
    public const long Hour = 3_600;
    public const long Day = 24 * Hour;
    public const long Week = 7 * Day;

    public static Task<Reply> Advance(this Caller merchant, long seconds) =>
        merchant.Post("/v1/test_helpers/clock/advance", ("seconds", seconds.ToString(CultureInfo.InvariantCulture)));

    public static async Task<long> Now(this Caller merchant) => (await merchant.Get("/v1/test_helpers/clock"))["now"]!.GetValue<long>();

    /// <summary>The newest event of a type about an object: when it happened.</summary>
    public static async Task<long> HappenedAt(this Caller merchant, string type, string objectId)
    {
        var events = await merchant.Get($"/v1/events?limit=20&type={type}");
        return events["data"]!.AsArray().First(one => Read.Member(one, "data.object.id")!.GetValue<string>() == objectId)!["created"]!.GetValue<long>();
    }

    public static async Task AssertBooksHold(this Gateway gateway) => Assert.Empty(await gateway.Fixture.VerifyBooks());
}
