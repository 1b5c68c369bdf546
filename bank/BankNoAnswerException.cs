namespace PayGate.Bank;

/// <summary>The bank gave no answer: the operation may or may not have been executed. Only <see cref="IBank.Settle"/> can tell.</summary>
public sealed class BankNoAnswerException(string message, Exception? inner = null) : Exception(message, inner);
