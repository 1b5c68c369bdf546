using PayGate.Bank.Authentications;
using PayGate.Bank.Issuer;
using PayGate.Bank.Journal;

namespace PayGate.Bank;

/// <summary>
/// The sandbox's acquirer and issuers in one: decides by test card and by what stands on the authorization, and journals in schema bank,
/// committed apart from the gateway's own transactions.
/// </summary>
internal sealed class SimulatedBank(
    BankDatabase database, JournalWriter writer, BankOptions options, IBankFaults faults, TimeProvider time) : IBank
{
    public async Task<BankReply> Execute(BankRequest request, CancellationToken cancellationToken)
    {
        request.Validate();
        await Wait(cancellationToken);
        await faults.BeforeExecute(request, cancellationToken);
        var row = await writer.Write(JobOf(request, Now()), cancellationToken);
        var reply = row.ToReply();
        await faults.AfterCommit(request, reply, cancellationToken);
        return reply;
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

    private static JournalJob JobOf(BankRequest request, DateTimeOffset now)
    {
        var issuer = request.Card is null ? null : CardIssuer.Decide(request.Card, request.Amount, request.Eci, now);
        return new JournalJob
        {
            Reference = request.Reference,
            Request = request,
            Decided = request.Operation.IsOpening() ? Open(request, issuer!, now) : null,
            Issuer = request.Operation == BankOperation.Increment ? issuer : null,
        };
    }

    /// <summary>An authorization of 0 only checks the card; a sale of nothing is no sale.</summary>
    private static JournalRow Open(BankRequest request, IssuerAnswer issuer, DateTimeOffset now) =>
        request is { Operation: BankOperation.Sale, Amount: 0 }
            ? JournalRows.Refused(request, BankReasons.InvalidAmount, now)
            : JournalRows.Opening(request, issuer, now);

    private DateTimeOffset Now() => time.GetUtcNow().ToMicroseconds();

    private Task Wait(CancellationToken cancellationToken) =>
        options.Latency > TimeSpan.Zero ? Task.Delay(options.Latency, time, cancellationToken) : Task.CompletedTask;
}
