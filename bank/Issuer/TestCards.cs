using System.Collections.Frozen;
using PayGate.Bank.Laboratory;

namespace PayGate.Bank.Issuer;

/// <summary>
/// The sandbox's cards: number, name, network code, reason, AVS, CVC. Cards whose story begins after the authorization (risk)
/// simply approve here; those of refunds, disputes and of the laboratory behave besides. A number that is not listed approves as well, if
/// its check digit is right.
/// </summary>
internal static class TestCards
{
    public static readonly IssuerAnswer Approval = new("00", BankReasons.Approved, "Y", "M");

    private static readonly IssuerAnswer SystemError = new("96", BankReasons.ProcessingError, "U", "U");

    public static readonly IReadOnlyList<CardScript> All =
    [
        Approves("4242424242424242", "Visa"),
        Approves("4000056655665556", "Visa debit"),
        Approves("5555555555554444", "Mastercard"),
        Approves("2223003122003222", "Mastercard, 2-series"),
        Approves("5200828282828210", "Mastercard debit"),
        Approves("5105105105105100", "Mastercard prepaid"),
        Approves("378282246310005", "American Express") with { Enrolment = Enrolment.Unsupported },
        Approves("371449635398431", "American Express") with { Enrolment = Enrolment.Unsupported },
        Approves("6011111111111117", "Discover"),
        Approves("6011000990139424", "Discover"),
        Approves("6011981111111113", "Discover debit"),
        Approves("3056930009020004", "Diners Club"),
        Approves("36227206271667", "Diners Club, 14 digits"),
        Approves("3566002020360505", "JCB"),
        Approves("6200000000000005", "UnionPay"),
        Approves("6200000000000047", "UnionPay debit"),
        Approves("6205500000000000004", "UnionPay, 19 digits"),
        Approves("4000000000000077", "funds at once available"),
        Approves("4000003720000278", "funds at once available"),

        Authenticates(Approves("4000000000003063", "3-D Secure required")),
        Authenticates(Approves("4000000000003220", "3-D Secure required")),
        Authenticates(Approves("4000002760003184", "3-D Secure on every payment")),
        Approves("4000002500003155", "3-D Secure unless set up") with { Enrolment = Enrolment.RequiredUnlessSetUp },
        Approves("4000003800000446", "3-D Secure, already set up") with { Enrolment = Enrolment.RequiredOnSession },
        Authenticates(Declines("4000008400001629", "3-D Secure required, then declined", BankReasons.DoNotHonor)),
        Authenticates(new("4000008400001280", "3-D Secure required, then a system error", SystemError)),
        Authenticates(Declines("4000008260003178", "3-D Secure required, then insufficient funds", BankReasons.InsufficientFunds)),
        Approves("4000000000003055", "3-D Secure supported") with { Enrolment = Enrolment.Supported },

        Checks("4000000000000010", "address and postal code fail", "N", "M"),
        Checks("4000000000000028", "address fails", "Z", "M"),
        Checks("4000000000000036", "postal code fails", "A", "M"),
        Checks("4000000000000044", "address unavailable", "U", "M"),
        Checks("4000000000000101", "CVC fails, issuer approves", "Y", "N"),

        Declines("4000000000000002", "do not honor", BankReasons.DoNotHonor),
        Declines("4000000000009995", "insufficient funds", BankReasons.InsufficientFunds),
        Declines("4000000000009987", "lost", BankReasons.LostCard),
        Declines("4000000000009979", "stolen", BankReasons.StolenCard),
        Declines("4100000000000019", "fraudulent", BankReasons.Fraudulent),
        Declines("4000000000006975", "velocity exceeded", BankReasons.CardVelocityExceeded),
        Declines("4000000000000069", "expired", BankReasons.ExpiredCard),
        Declines("4000000000000127", "incorrect CVC", BankReasons.IncorrectCvc),
        new("4000000000000119", "system error", SystemError),

        Behaves("4000000000007726", "refunds are put off twice, then made", new BankBehavior { Refunds = RefundHabit.PutOff }),
        Behaves("4000000000005126", "refunds are put off once, then refused", new BankBehavior { Refunds = RefundHabit.Refused }),

        Behaves("4000000000000259", "disputed as fraudulent", Disputed("fraudulent")),
        Behaves("4000000000002685", "disputed as not received", Disputed("product_not_received")),

        Behaves("4000000000091001", "slow beyond every deadline", new BankBehavior { Latency = TimeSpan.FromSeconds(8) }),
        Behaves("4000000000091100", "request lost", new BankBehavior { LosesRequest = true }),
        Behaves("4000000000091209", "answer lost", new BankBehavior { LosesAnswer = true }),
        Behaves("4000000000091308", "answered twice", new BankBehavior { AnswersTwice = true }),
        Behaves("4000000000091407", "garbage", new BankBehavior { AnswersGarbage = true }),
        Behaves("4000000000091506", "another amount approved", new BankBehavior { Deviation = AmountDeviation.Other }),
        Behaves("4000000000091605", "half of it approved", new BankBehavior { Deviation = AmountDeviation.Part }),
        Behaves("4000000000091704", "hold dropped after an hour", new BankBehavior { HoldsFor = TimeSpan.FromHours(1) }),

        new("4000000000000341", "can be saved, declines charges", IssuerDeclines.For(BankReasons.DoNotHonor)) { ChargesOnly = true },
    ];

    public static readonly FrozenDictionary<string, CardScript> ByNumber = All.ToFrozenDictionary(card => card.Number, StringComparer.Ordinal);

    private static CardScript Authenticates(CardScript card) => card with { Enrolment = Enrolment.Required };

    /// <summary>The behaviour of a card; none for cards that are not in the table, and without a card.</summary>
    public static BankBehavior BehaviorOf(BankCard? card) =>
        card is not null && ByNumber.TryGetValue(card.Number, out var script) ? script.Behavior : BankBehavior.None;

    private static CardScript Approves(string number, string name) => new(number, name, Approval);

    private static CardScript Checks(string number, string name, string avs, string cvc) =>
        new(number, name, Approval with { Avs = avs, Cvc = cvc });

    private static CardScript Declines(string number, string name, string reason) => new(number, name, IssuerDeclines.For(reason));

    private static BankBehavior Disputed(string reason) => new() { Chargeback = new BankChargeback(reason, TimeSpan.Zero) };

    private static CardScript Behaves(string number, string name, BankBehavior behavior) => Approves(number, name) with { Behavior = behavior };
}
