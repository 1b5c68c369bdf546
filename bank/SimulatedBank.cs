using PayGate.Bank.Authentications;
using PayGate.Bank.Issuer;
using PayGate.Bank.Journal;
using PayGate.Bank.Laboratory;

namespace PayGate.Bank;

/// <summary>
/// The sandbox's acquirer and issuers in one: decides by test card and by what stands on the authorization, and journals in schema bank,
/// committed apart from the gateway's own transactions.
/// </summary>
internal sealed class SimulatedBank(
    BankDatabase database, JournalWriter writer, BankOptions options, IBankLaboratory laboratory, TimeProvider time) : IBank
{
    public async Task<BankReply> Execute(BankRequest request, CancellationToken cancellationToken)
    {
        request.Validate();
        await Wait(cancellationToken);
        var behavior = await laboratory.Next(request, cancellationToken);
        return behavior == BankBehavior.None
            ? (await writer.Write(JobOf(request, behavior, Now()), cancellationToken)).ToReply()
            : await Behave(request, behavior).WaitAsync(cancellationToken);
    }

    /// <summary>Goes on when the caller has given up, as a bank does.</summary>
    /// <remarks>Waits by the clock on the wall: a scripted bank is slow for whoever waits, whatever day it is in the sandbox.</remarks>
    private async Task<BankReply> Behave(BankRequest request, BankBehavior behavior)
    {
        await Task.Delay(behavior.Latency);
        if (behavior.LosesRequest)
        {
            throw new BankNoAnswerException("The connection broke before the request was taken.");
        }

        var row = await writer.Write(JobOf(request, behavior, Now()), CancellationToken.None);
        if (behavior.AnswersTwice)
        {
            row = await writer.Write(JobOf(request, behavior, Now()), CancellationToken.None);
        }

        if (behavior.LosesAnswer)
        {
            throw new BankNoAnswerException("The connection broke before the answer came through.");
        }

        return behavior.AnswersGarbage ? GarbledReply.Of(row.ToReply()) : row.ToReply();
    }

    public async Task<BankAuthentication> Authenticate(BankCard card, AuthenticationDemand demand, CancellationToken cancellationToken)
    {
        await Wait(cancellationToken);
        return CardAuthentication.Decide(CardIssuer.EnrolmentOf(card), demand);
    }

    public async Task<BankReply?> Find(string reference, CancellationToken cancellationToken)
    {
        BankRequest.RequireReference(reference, nameof(reference));
        await using var connection = await database.Open(cancellationToken);
        var rows = await JournalStore.Load(connection, [reference], cancellationToken);
        return rows.GetValueOrDefault(reference)?.ToReply();
    }

    public async Task<BankReply> Settle(string reference, string paymentId, CancellationToken cancellationToken)
    {
        BankRequest.RequireReference(reference, nameof(reference));
        BankRequest.RequireReference(paymentId, nameof(paymentId));
        var job = new JournalJob { Reference = reference, Decided = JournalRows.Tombstone(reference, paymentId, Now()) };
        var row = await writer.Write(job, cancellationToken);
        return row.ToReply();
    }

    private static JournalJob JobOf(BankRequest request, BankBehavior behavior, DateTimeOffset now)
    {
        var issuer = behavior.DeclineReason is { } reason ? IssuerDeclines.For(reason)
            : request.Card is null ? null
            : CardIssuer.Decide(request.Card, request.Amount, request.Eci, request.Initiation, now);
        return new JournalJob
        {
            Reference = request.Reference,
            Request = request,
            Decided = request.Operation.IsOpening() ? Open(request, issuer!, behavior, now) : null,
            Issuer = request.Operation.IsOpening() ? null : issuer,
            SettlementFault = behavior.SettlementFault,
        };
    }

    /// <summary>An authorization of 0 only checks the card; a sale of nothing is no sale.</summary>
    private static JournalRow Open(BankRequest request, IssuerAnswer issuer, BankBehavior behavior, DateTimeOffset now) =>
        request is { Operation: BankOperation.Sale, Amount: 0 }
            ? JournalRows.Refused(request, BankReasons.InvalidAmount, now)
            : JournalRows.Opening(request, issuer, behavior, now);

    private DateTimeOffset Now() => time.GetUtcNow().ToMicroseconds();

    private Task Wait(CancellationToken cancellationToken) =>
        options.Latency > TimeSpan.Zero ? Task.Delay(options.Latency, time, cancellationToken) : Task.CompletedTask;
}
