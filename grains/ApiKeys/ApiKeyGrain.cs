using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using PayGate.ApiKeys;
using PayGate.Grains.Journal;
using PayGate.Grains.Merchants;
using PayGate.PaymentIntents;
using PayGate.Settlements;

namespace PayGate.Grains.ApiKeys;

/// <summary>One API key; authentication reads a snapshot of the rows and never asks the actor.</summary>
public sealed class ApiKeyGrain(IJournal journal, TimeProvider clock) : Grain, IApiKeyGrain
{
    public async Task<ApiKey> Create(CreateApiKey command, CancellationToken cancellationToken)
    {
        var id = this.GetPrimaryKeyString();
        var book = new StreamBook<ApiKey, ApiKeyCreated>(id, new ApiKeyStream(), journal);
        await book.EnsureLoaded(cancellationToken);
        // Money moves in a mode that the merchant has a key for, and it is to be settled from its first day on.
        var tenant = new Tenant { MerchantId = command.MerchantId, Livemode = command.Livemode };
        await GrainFactory.GetGrain<ISettlementScheduleGrain>(SettlementSchedule.IdOf(tenant)).Open(tenant, cancellationToken);
        var created = await book.Change(
            command.MerchantId, clock.GetUtcNow(), state => state is null ? [new ApiKeyCreated(New(id, command))] : ImmutableArray<ApiKeyCreated>.Empty,
            _ => null, cancellationToken);
        return created.Value!;
    }

    private static ApiKey New(string id, CreateApiKey command) => new()
    {
        Id = id,
        MerchantId = command.MerchantId,
        Kind = command.Kind,
        Livemode = command.Livemode,
        KeyHash = command.KeyHash,
    };
}

/// <summary>The one fact of a key's stream so far.</summary>
internal sealed record ApiKeyCreated(ApiKey Key);

internal sealed class ApiKeyStream : IStream<ApiKey, ApiKeyCreated>
{
    public StreamKind Kind => StreamKind.ApiKey;

    public ValueTask<ApiKey> Read(byte[] stored, CancellationToken cancellationToken) =>
        ValueTask.FromResult(JsonSerializer.Deserialize(stored, ApiKeyJson.Default.ApiKey)!);

    public ApiKey Apply(ApiKey? state, ApiKeyCreated fact) => fact.Key;

    public (string Type, string Data) WriteFact(ApiKeyCreated fact) => ("api_key.created", JsonSerializer.Serialize(fact.Key, ApiKeyJson.Default.ApiKey));

    public JournalCommit Commit(ApiKey next, IReadOnlyList<ApiKeyCreated> facts, JournalFrame frame) => new()
    {
        Head = new ApiKeyRow
        {
            Id = next.Id,
            MerchantId = next.MerchantId,
            Version = frame.Last.Seq,
            HeadHash = frame.Last.Hash,
            State = JsonSerializer.SerializeToUtf8Bytes(next, ApiKeyJson.Default.ApiKey),
            KeyKind = next.Kind,
            Livemode = next.Livemode,
            KeyHash = next.KeyHash,
            Revoked = false,
        },
        ExpectedVersion = frame.ExpectedVersion,
        Facts = frame.Facts,
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ApiKey))]
internal sealed partial class ApiKeyJson : JsonSerializerContext;
