namespace PayGate.Domain.Tests.Ids;

public sealed class ObjectIdTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, 89, TimeSpan.Zero);

    [Fact]
    public void New_CarriesItsCreationTimeToTheMillisecond() => Assert.Equal(Now, ObjectId.CreatedAt(ObjectId.New("pi", "mch_1", Now)));

    [Fact]
    public void New_OfOneMerchant_IsOrderedByTime()
    {
        var ids = Enumerable.Range(0, 100).Select(step => ObjectId.New("pi", "mch_1", Now.AddMilliseconds(step))).ToList();

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
    }

    [Fact]
    public void New_OfOneMillisecond_IsOrderedAsMade_AlsoWhenTheCounterIsUsedUp()
    {
        var ids = Enumerable.Range(0, 2_000).Select(_ => ObjectId.New("re", "mch_1", Now.AddYears(1))).ToList();

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.InRange(ObjectId.CreatedAt(ids[^1]) - Now.AddYears(1), TimeSpan.FromMilliseconds(3), TimeSpan.FromMilliseconds(4));
    }

    [Fact]
    public async Task New_ByManyThreadsWhoseClocksDiffer_IsOrderedWithinEachThreadAndMillisecond()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Enumerable.Range(0, 400)
            .Select(step => (Milli: step % 4, Id: ObjectId.New("re", "mch_1", Now.AddYears(2).AddMilliseconds(step % 4)))).ToList())));

        Assert.All(made.SelectMany(thread => thread.GroupBy(one => one.Milli)), group =>
            Assert.Equal(group.Select(one => one.Id).Order(StringComparer.Ordinal), group.Select(one => one.Id)));
        Assert.Equal(1_600, made.SelectMany(thread => thread).Select(one => one.Id).Distinct().Count());
    }

    [Fact]
    public void New_IsNeverTwiceTheSame() =>
        Assert.Equal(10_000, Enumerable.Range(0, 10_000).Select(_ => ObjectId.New("pi", "mch_1", Now.AddYears(3))).Distinct().Count());

    [Fact]
    public void LowestAt_IsBelowEveryIdOfThatInstantAndAboveTheMillisecondBefore()
    {
        var lowest = ObjectId.LowestAt("pi", "mch_1", Now);

        Assert.True(string.CompareOrdinal(lowest, ObjectId.New("pi", "mch_1", Now)) < 0);
        Assert.True(string.CompareOrdinal(lowest, ObjectId.New("pi", "mch_1", Now.AddMilliseconds(-1))) > 0);
    }

    [Theory]
    [InlineData("pi_")]
    [InlineData("pi_short")]
    [InlineData("ch_2lXSLXxwBf2HCtXkHynHg1OCo")]
    [InlineData("pi_2lXSLXxwBf2HCtXkHynHg1OC/")]
    [InlineData("pi_2lXSLXxwBf2HCtXkHynHg1OC'")]
    [InlineData("pi_2lXSLXxwBf2HCtXkHynHg1OCoo")]
    [InlineData("PI_2lXSLXxwBf2HCtXkHynHg1OCo")]
    [InlineData("pi_２lXSLXxwBf2HCtXkHynHg1OCo")]
    [InlineData(null)]
    public void IsWellFormed_ForAnythingElse_IsFalse(string? id) => Assert.False(ObjectId.IsWellFormed("pi", id));

    [Fact]
    public void IsWellFormed_ForAnId_IsTrue() => Assert.True(ObjectId.IsWellFormed("pi", ObjectId.New("pi", "mch_1", Now)));

    [Theory]
    [InlineData("pi")]
    [InlineData("cus")]
    [InlineData("pm")]
    [InlineData("seti")]
    public void PublicEventId_WrittenAndParsed_IsTheSame(string prefix)
    {
        var id = new PayGate.Events.PublicEventId { StreamId = ObjectId.New(prefix, "mch_1", Now), Seq = 12_345, Place = 3 };

        Assert.Equal(id, PayGate.Events.PublicEventId.Parse(id.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("evt_1")]
    [InlineData("evt_x2lXSLXxwBf2HCtXkHynHg1OCo00000")]
    [InlineData("evt_p2lXSLXxwBf2HCtXkHynHg1OC/00000")]
    [InlineData("evt_p2lXSLXxwBf2HCtXkHynHg1OCo0000-")]
    public void PublicEventId_OfAnythingElse_IsNull(string text) => Assert.Null(PayGate.Events.PublicEventId.Parse(text));

    [Fact]
    public void MayBelongTo_ForItsMerchantAndForOneOfAnotherBucket_TellsThemApart()
    {
        var id = ObjectId.New("pi", "mch_one", DateTimeOffset.UnixEpoch.AddYears(60));
        var other = Enumerable.Range(0, 100).Select(number => $"mch_{number}").First(merchant => ObjectId.Bucket(merchant) != ObjectId.Bucket("mch_one"));

        Assert.True(ObjectId.MayBelongTo(id, "mch_one"));
        Assert.False(ObjectId.MayBelongTo(id, other));
    }
}
