using PayGate.Bank;
using PayGate.Bank.Transfers;
using PayGate.Grains.Acquiring;
using PayGate.Grains.Payouts;

namespace PayGate.Silo.Payouts;

/// <summary>The payout port on the simulated bank in this process. Silence beyond the deadline, like an answer about something else, is an unknown outcome.</summary>
public sealed class SimulatedPayoutBank(IBankTransfers bank) : IPayoutBank
{
    /// <summary>Under the 30 s of a grain call, so that the actor always learns of the silence itself.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    public async Task<TransferAnswer> Transfer(TransferOrder order, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline);
        try
        {
            var reply = await bank.Transfer(
                new TransferRequest
                {
                    Reference = order.Reference,
                    MerchantId = order.MerchantId,
                    AccountNumber = order.AccountNumber,
                    Amount = order.Amount.MinorUnits,
                    Currency = order.Amount.Currency.Code,
                },
                deadline.Token);
            return reply.Reference == order.Reference
                ? new TransferAnswer(reply.Accepted, reply.Reason, reply.TraceId)
                : throw new OutcomeUnknownException($"The bank's answer about {order.Reference} cannot be understood.");
        }
        catch (BankNoAnswerException exception)
        {
            throw new OutcomeUnknownException("The bank gave no answer.", exception);
        }
        catch (OperationCanceledException exception)
        {
            throw new OutcomeUnknownException($"The bank did not answer within {Deadline.TotalSeconds:0} s.", exception);
        }
    }
}
