using PayGate.Grains.Journal;

namespace PayGate.Grains.EncryptionKeys;

/// <summary>How a key is read, changed and written.</summary>
internal sealed class EncryptionKeyStream(KeyPolicy policy) : IStream<EncryptionKeyState, EncryptionKeyEvent>
{
    public StreamKind Kind => StreamKind.EncryptionKey;

    public ValueTask<EncryptionKeyState> Read(byte[] stored, CancellationToken cancellationToken) => new(EncryptionKeyStorage.Read(stored));

    public EncryptionKeyState Apply(EncryptionKeyState? state, EncryptionKeyEvent fact) => EncryptionKeyDecider.Apply(state, fact);

    public (string Type, string Data) WriteFact(EncryptionKeyEvent fact) => EncryptionKeyStorage.WriteFact(fact);

    public JournalCommit Commit(EncryptionKeyState next, IReadOnlyList<EncryptionKeyEvent> facts, JournalFrame frame) => new()
    {
        Head = new EncryptionKeyRow
        {
            Id = frame.Id,
            MerchantId = next.MerchantId,
            Version = frame.Last.Seq,
            HeadHash = frame.Last.Hash,
            State = EncryptionKeyStorage.Write(next),
            DueAt = EncryptionKeyDecider.DueAt(next, policy),
            Purpose = next.Purpose,
            ActiveVersion = next.Latest.Key.Version,
            Encryptions = next.Latest.Encryptions,
            ActiveSince = next.Latest.Created,
        },
        ExpectedVersion = frame.ExpectedVersion,
        Facts = frame.Facts,
    };
}
