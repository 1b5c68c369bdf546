using PayGate.BankScripts;
using PayGate.Grains.Journal;
using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;
using PayGate.Wire.V1;

namespace PayGate.Grains.BankScripts;

/// <summary>One merchant's scripts, one change after the other, so that equal requests cannot make two.</summary>
public sealed class BankScriptsGrain(IBankScripts scripts, IAnswerRecords records, TimeProvider clock) : Grain, IBankScriptsGrain
{
    private static readonly Refusal Exceeded = new("bank_scripts_exceeded", "Delete some of the scripts that are not used up before you make more.");

    public async Task<Outcome<Answer>> Create(CreateBankScript command, CancellationToken cancellationToken)
    {
        var answer = command.Script.ToAnswer();
        var record = IdempotencyWrites.Done(command.Request, command.Script.Id, answer, clock);
        if (record is not null && await records.IsTaken(record.Claim, cancellationToken))
        {
            return Refusals.RequestSeenBefore;
        }

        if (!await scripts.Add(command.Script, cancellationToken))
        {
            return Exceeded;
        }

        return record is null || await records.Record(record, cancellationToken) ? answer : Refusals.RequestSeenBefore;
    }

    public async Task<List<BankScript>> List(CancellationToken cancellationToken) => [.. await scripts.List(this.GetPrimaryKeyString(), cancellationToken)];

    public Task<bool> Delete(string id, CancellationToken cancellationToken) => scripts.Remove(this.GetPrimaryKeyString(), id, cancellationToken);
}
