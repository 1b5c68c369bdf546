namespace PayGate.Bank.Tests.Support;

/// <summary>
/// What a bank must answer, written apart from the bank: a list of movements, from whose sums every answer follows. It knows no states
/// and no versions.
/// </summary>
internal sealed class BankModel
{
    private readonly Dictionary<string, (BankRequest? Request, string Reason, long Amount)> _seen = [];
    private readonly List<Movement> _movements = [];

    public IReadOnlyList<Movement> Movements => _movements;

    public IEnumerable<string> References => _seen.Keys;

    /// <summary>One approved amount: of which authorization, by which operation.</summary>
    public sealed record Movement(string Reference, string Root, string Payment, string Op, long Amount);

    public (string Reason, long Amount) Execute(BankRequest request)
    {
        if (_seen.TryGetValue(request.Reference, out var first))
        {
            return first.Request is null || first.Request == request ? (first.Reason, first.Amount) : ("duplicate_operation", 0);
        }

        var (reason, amount) = request.OriginalReference is null ? Open(request) : Follow(request, request.OriginalReference);
        if (request.Operation == BankOperation.Reverse && !_seen.ContainsKey(request.OriginalReference!))
        {
            _seen[request.OriginalReference!] = (null, "never_seen", 0);
        }

        _seen[request.Reference] = (request, reason, amount);
        return (reason, amount);
    }

    public (string Reason, long Amount) Settle(string reference)
    {
        _seen.TryAdd(reference, (null, "never_seen", 0));
        return Find(reference)!.Value;
    }

    public (string Reason, long Amount)? Find(string reference) =>
        _seen.TryGetValue(reference, out var first) ? (first.Reason, first.Amount) : null;

    private (string Reason, long Amount) Open(BankRequest request)
    {
        if (request.Operation == BankOperation.Sale && request.Amount == 0)
        {
            return ("invalid_amount", 0);
        }

        if (request.Card!.Number != Requests.Visa)
        {
            return ("insufficient_funds", 0);
        }

        Move(request, request.Reference, "authorize", request.Amount);
        if (request.Operation == BankOperation.Sale)
        {
            Move(request, request.Reference, "capture", request.Amount);
        }

        return ("approved", request.Amount);
    }

    private (string Reason, long Amount) Follow(BankRequest request, string original)
    {
        if (!_seen.TryGetValue(original, out var seen) || seen.Request is null || seen.Request.PaymentId != request.PaymentId)
        {
            return ("not_found", 0);
        }

        var root = _movements.Find(movement => movement.Reference == original)?.Root;
        var refusal =
            root is null ? "not_approved"
            : seen.Request.Currency != request.Currency ? "currency_mismatch"
            : request.Amount == 0 && request.Operation != BankOperation.Reverse ? "invalid_amount"
            : Refusal(request, root, seen.Request);
        return refusal is null ? Approve(request, root!) : (refusal, 0);
    }

    private string? Refusal(BankRequest request, string root, BankRequest original)
    {
        var captured = Sum(root, "capture");
        var isReversed = _movements.Exists(movement => movement.Root == root && movement.Op == "reverse");
        switch (request.Operation)
        {
            case BankOperation.Refund:
                return captured == 0 ? "not_captured" : request.Amount > captured - GivenBack(root) ? "over_refunded" : null;
            case BankOperation.Chargeback:
                return captured == 0 ? "not_captured" : request.Amount > captured - GivenBack(root) ? "over_charged_back" : null;
            case BankOperation.ChargebackReversal when original.Operation != BankOperation.Chargeback:
                return "not_chargeback";
            case BankOperation.RefundReversal when original.Operation != BankOperation.Refund:
                return "not_refund";
            case BankOperation.RefundReversal or BankOperation.ChargebackReversal when IsTakenBack(original.Reference):
                return "already_reversed";
            case BankOperation.RefundReversal or BankOperation.ChargebackReversal:
                return request.Amount == original.Amount ? null : "invalid_amount";
            case BankOperation.Reverse when original is { Operation: BankOperation.Sale } && captured > 0 && GivenBack(root) == 0:
                return null;
            default:
                return captured > 0 ? "already_captured"
                    : isReversed ? "already_reversed"
                    : request.Operation == BankOperation.Capture && request.Amount > Held(root) ? "over_captured"
                    : null;
        }
    }

    private (string Reason, long Amount) Approve(BankRequest request, string root)
    {
        var held = Held(root);
        switch (request.Operation)
        {
            case BankOperation.Capture:
                Move(request, root, "capture", request.Amount);
                if (request.Amount < held)
                {
                    Move(request, root, "release", held - request.Amount);
                }

                return ("approved", request.Amount);
            case BankOperation.Reverse:
                _movements.RemoveAll(movement => movement.Root == root && movement.Op == "capture");
                Move(request, root, "reverse", held);
                return ("approved", held);
            case BankOperation.RefundReversal:
                Move(request, root, "refund_reversal", request.Amount);
                return ("approved", request.Amount);
            case BankOperation.Chargeback or BankOperation.ChargebackReversal:
                Move(request, root, request.Operation == BankOperation.Chargeback ? "chargeback" : "chargeback_reversal", request.Amount);
                return ("approved", request.Amount);
            default:
                Move(request, root, request.Operation == BankOperation.Increment ? "increment" : "refund", request.Amount);
                return ("approved", request.Amount);
        }
    }

    private void Move(BankRequest request, string root, string op, long amount) =>
        _movements.Add(new Movement(request.Reference, root, request.PaymentId, op, amount));

    private bool IsTakenBack(string refund) => _movements.Exists(movement =>
        movement.Op is "refund_reversal" or "chargeback_reversal" && _seen[movement.Reference].Request!.OriginalReference == refund);

    private long Held(string root) => Sum(root, "authorize") + Sum(root, "increment");

    private long GivenBack(string root) =>
        Sum(root, "refund") - Sum(root, "refund_reversal") + Sum(root, "chargeback") - Sum(root, "chargeback_reversal");

    private long Sum(string root, string op) =>
        _movements.Where(movement => movement.Root == root && movement.Op == op).Sum(movement => movement.Amount);
}
