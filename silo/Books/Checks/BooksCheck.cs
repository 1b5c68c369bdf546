namespace PayGate.Silo.Books.Checks;

/// <summary>One invariant of the books as SQL over schema audit.</summary>
/// <param name="Name">What a violation is reported under.</param>
/// <param name="Query">Returns the offending rows as (id text, detail text). May use the relations of <see cref="InFlight.Prelude"/>.</param>
public sealed record BooksCheck(string Name, string Query);

/// <summary>A row that breaks an invariant.</summary>
public sealed record Violation(string Check, string Id, string Detail)
{
    public override string ToString() => $"{Check}: {Id}: {Detail}";
}

/// <summary>A payment of which something has begun and not ended: the bank may know more than the gateway.</summary>
/// <param name="Id">The payment.</param>
/// <param name="Version">Its version then; the next event is what ended the doubt.</param>
/// <param name="What">attempt, capture, refund, dispute or reversal.</param>
public sealed record OpenOperation(string Id, long Version, string What);
