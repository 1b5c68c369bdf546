using PayGate.Bank.Authorizations;

namespace PayGate.Bank.Journal;

/// <summary>
/// Decides the operations of a batch one after another on its snapshot; each sees what the one before did to the same authorization.
/// </summary>
internal sealed class BatchDecisions(JournalSnapshot snapshot, DateTimeOffset now)
{
    private readonly Dictionary<long, Authorization> _changed = [];

    public List<JournalRow> Rows { get; } = [];

    /// <summary>As they will stand, at the version that was read.</summary>
    public IReadOnlyCollection<Authorization> Changed => _changed.Values;

    /// <summary>The new row, or the stored one if the reference is known; a repeat is decided though it is known.</summary>
    public JournalRow Decide(BankRequest request, Issuer.IssuerAnswer? issuer, string? settlementFault, bool repeat)
    {
        if (!repeat && snapshot.Rows.TryGetValue(request.Reference, out var stored))
        {
            return stored;
        }

        var decided = DecideNew(request, issuer);
        var row = decided with { Repeat = repeat, SettlementFault = decided.Approved ? settlementFault : null };
        Rows.Add(row);
        return row;
    }

    private JournalRow DecideNew(BankRequest request, Issuer.IssuerAnswer? issuer)
    {
        var originalReference = request.OriginalReference!;
        var original = snapshot.Rows.GetValueOrDefault(originalReference);
        var authorization = original is null ? null : Standing(original);
        var ruling = AuthorizationDecider.Decide(request, original, authorization, snapshot.TakenBack.Contains(originalReference));
        if (ruling.ForbidsOriginal)
        {
            Rows.Add(JournalRows.Tombstone(originalReference, request.PaymentId, now));
        }

        if (ruling.Approved && issuer is { Approved: false })
        {
            return JournalRows.Declined(request, issuer, now);
        }

        if (ruling.Next is { } next)
        {
            Change(next);
        }

        if (!ruling.Approved)
        {
            return JournalRows.Refused(request, ruling.Reason, now);
        }

        if (request.Operation.IsTakingBack())
        {
            snapshot.TakenBack.Add(originalReference);
        }

        return JournalRows.Approved(request, ruling, original!, issuer, now);
    }

    /// <summary>The authorization as it stands by now: a hold that its issuer has dropped meanwhile is journaled as such when somebody next asks.</summary>
    private Authorization? Standing(JournalRow original)
    {
        var authorization = snapshot.Authorizations.GetValueOrDefault(original.AuthorizationId ?? original.Id);
        if (authorization is not { State: AuthorizationState.Open, HoldUntil: { } until } || until > now)
        {
            return authorization;
        }

        Rows.Add(JournalRows.HoldDropped(authorization, original, now));
        Change(authorization with { State = AuthorizationState.Reversed });
        return _changed[authorization.Id];
    }

    private void Change(Authorization next) => snapshot.Authorizations[next.Id] = _changed[next.Id] = next;
}
