using PayGate.Bank.Transfers;

namespace PayGate.Bank.Laboratory;

/// <summary>Says how the bank behaves with a transfer.</summary>
internal interface ITransferLaboratory
{
    ValueTask<BankBehavior> NextTransfer(TransferRequest request, CancellationToken cancellationToken);
}
