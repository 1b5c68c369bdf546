using System.Numerics;

namespace PayGate.Domain.Tests.PaymentIntents;

/// <summary>Where a payment stands, as a cashier would say it.</summary>
internal enum Stand
{
    Open,
    AtTheIssuersPage,
    AskedForMoney,
    Held,
    Raising,
    Capturing,
    Paid,
    Closed,
}

/// <summary>
/// One payment written down a second time, by counting: what is held, taken and given back, and what that makes in the settlement currency. It knows
/// nothing of facts, attempts or states of the real one.
/// </summary>
internal sealed class PaymentModel(long amount, bool isManual, long rateE8, long usdRateE8)
{
    private const long E8 = 100_000_000;

    public Stand Stand { get; private set; } = Stand.Open;

    public long Amount { get; private set; } = amount;

    public int Declines { get; private set; }

    public long Held { get; private set; }

    public long Captured { get; private set; }

    public long Refunded { get; private set; }

    /// <summary>By id: amounts that the bank was asked to give back and has not answered for.</summary>
    public Dictionary<string, long> Refunding { get; } = [];

    public int Raises { get; private set; }

    private long Wanted { get; set; }

    public long Gross => Converted(Captured);

    public long Fee => Captured == 0 ? 0 : (long)((BigInteger)Gross * 290 / 10_000) + (long)((BigInteger)30 * usdRateE8 / E8);

    /// <summary>All refunds together, in the settlement currency: as if they had been one.</summary>
    public long Returned => Converted(Refunded);

    public bool Update(long newAmount)
    {
        if (Stand is not (Stand.Open or Stand.AtTheIssuersPage) || newAmount is < 50 or > 2_500_000)
        {
            return false;
        }

        (Amount, Stand) = (newAmount, Stand.Open);
        return true;
    }

    public bool Ask() => Move(Stand.Open, Stand.AskedForMoney);

    public bool Challenge() => Move(Stand.Open, Stand.AtTheIssuersPage);

    public bool PassChallenge() => Move(Stand.AtTheIssuersPage, Stand.AskedForMoney);

    public bool FailChallenge() => Move(Stand.AtTheIssuersPage, Stand.Open);

    public bool Approve(long approved)
    {
        if (Stand != Stand.AskedForMoney)
        {
            return false;
        }

        if (approved != Amount)
        {
            Stand = Stand.Open;
            return true;
        }

        Held = approved;
        Captured = isManual ? 0 : approved;
        Stand = isManual ? Stand.Held : Stand.Paid;
        return true;
    }

    public bool Decline()
    {
        if (Stand != Stand.AskedForMoney)
        {
            return false;
        }

        Declines++;
        Stand = Declines == 5 ? Stand.Closed : Stand.Open;
        return true;
    }

    public bool Raise(long total)
    {
        if (Stand != Stand.Held || total <= Held || total > 2_500_000 || Raises == 10)
        {
            return false;
        }

        (Wanted, Raises) = (total, Raises + 1);
        return Move(Stand.Held, Stand.Raising);
    }

    public bool AnswerRaise(long granted)
    {
        if (Stand != Stand.Raising)
        {
            return false;
        }

        Held = Math.Min(Held + granted, Wanted);
        Amount = granted > 0 ? Held : Amount;
        return Move(Stand.Raising, Stand.Held);
    }

    public bool Capture(long? part)
    {
        var wanted = part ?? Held;
        if (wanted < 1 || wanted > Held || !Move(Stand.Held, Stand.Capturing))
        {
            return false;
        }

        Wanted = wanted;
        return true;
    }

    public bool AnswerCapture(bool approved)
    {
        if (Stand != Stand.Capturing)
        {
            return false;
        }

        Captured = approved ? Wanted : 0;
        return Move(Stand.Capturing, approved ? Stand.Paid : Stand.Held);
    }

    public bool Cancel() => Stand is Stand.Open or Stand.AtTheIssuersPage or Stand.Held && Move(Stand, Stand.Closed);

    public bool Refund(string id, long? part)
    {
        var left = Captured - Refunded - Refunding.Values.Sum();
        var wanted = part ?? left;
        if (Stand != Stand.Paid || left == 0 || wanted < 1 || wanted > left)
        {
            return false;
        }

        Refunding.Add(id, wanted);
        return true;
    }

    public bool AnswerRefund(string id, bool approved)
    {
        if (!Refunding.Remove(id, out var wanted))
        {
            return false;
        }

        Refunded += approved ? wanted : 0;
        return true;
    }

    private long Converted(long minorUnits) => (long)((BigInteger)minorUnits * rateE8 / E8);

    private bool Move(Stand from, Stand to)
    {
        var moves = Stand == from;
        Stand = moves ? to : Stand;
        return moves;
    }
}
