using PayGate.Domain.Tests.PaymentIntents;
using PayGate.Events;
using PayGate.Grains.Events;

namespace PayGate.Domain.Tests.Events;

public sealed class PublicEventIdTests
{
    public static TheoryData<string> Prefixes => new(EventStreams.All.Select(stream => stream.Prefix));

    [Theory]
    [MemberData(nameof(Prefixes))]
    public void Id_OfAnyKindOfStream_IsReadBack(string prefix)
    {
        var id = new PublicEventId { StreamId = ObjectId.New(prefix, Given.MerchantId, Given.Start), Seq = 77, Place = 1 };

        Assert.Equal(id, PublicEventId.Parse(id.ToString()));
    }
}
