using System.Collections.Concurrent;
using PayGate.Bank;

namespace PayGate.Testing;

/// <summary>Silence of the bank, ordered by a test for the next operation of a kind.</summary>
public sealed class BankFaults : IBankFaults
{
    private readonly ConcurrentDictionary<BankOperation, byte> _lostRequests = new();
    private readonly ConcurrentDictionary<BankOperation, byte> _lostAnswers = new();

    /// <summary>The bank never sees the next operation of this kind.</summary>
    public void LoseNextRequest(BankOperation operation) => _lostRequests[operation] = 0;

    /// <summary>The bank executes the next operation of this kind, and its answer is lost.</summary>
    public void LoseNextAnswer(BankOperation operation) => _lostAnswers[operation] = 0;

    public Task BeforeExecute(BankRequest request, CancellationToken cancellationToken) => Lose(_lostRequests, request);

    public Task AfterCommit(BankRequest request, BankReply reply, CancellationToken cancellationToken) => Lose(_lostAnswers, request);

    private static Task Lose(ConcurrentDictionary<BankOperation, byte> lost, BankRequest request) =>
        lost.TryRemove(request.Operation, out _) ? Task.FromException(new BankNoAnswerException("Lost by a test.")) : Task.CompletedTask;
}
