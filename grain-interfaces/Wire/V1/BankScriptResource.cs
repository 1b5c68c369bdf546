using PayGate.BankScripts;
using PayGate.PaymentIntents;

namespace PayGate.Wire.V1;

/// <summary>What the sandbox orders its simulated bank to do.</summary>
public sealed record BankScriptResource
{
    public required string Id { get; init; }

    [Words("bank_script")]
    public string Object { get; init; } = "bank_script";

    /// <summary>Seconds after which the issuer drops the hold that it grants, or charges back what was captured; only of these two.</summary>
    public int? AfterSeconds { get; init; }

    /// <summary>What is approved instead of the amount asked for; null for a usual deviation.</summary>
    public long? ApprovedAmount { get; init; }

    public required string Behavior { get; init; }

    public required long Created { get; init; }

    public string? DeclineCode { get; init; }

    /// <summary>Why the cardholder disputes the charge; only of a chargeback.</summary>
    public string? DisputeReason { get; init; }

    /// <summary>Milliseconds that the bank waits before it takes the request.</summary>
    public required int LatencyMs { get; init; }

    public bool Livemode { get; init; }

    public required BankScriptMatchResource Match { get; init; }

    /// <summary>The bank's word for what it is asked; null for whatever the behaviour can happen to.</summary>
    public string? Operation { get; init; }

    public required int Times { get; init; }

    /// <summary>How often it still applies.</summary>
    public required int TimesLeft { get; init; }
}

/// <summary>Which operations a script is for; a null member does not narrow them.</summary>
public sealed record BankScriptMatchResource
{
    public long? Amount { get; init; }

    public string? CardLast4 { get; init; }

    public string? PaymentIntent { get; init; }
}

/// <summary>A script that is no more.</summary>
public sealed record DeletedBankScriptResource
{
    public required string Id { get; init; }

    [Words("bank_script")]
    public string Object { get; init; } = "bank_script";

    public bool Deleted { get; init; } = true;
}

public static class BankScriptRendering
{
    public static BankScriptResource ToResource(this BankScript script) => new()
    {
        Id = script.Id,
        AfterSeconds = script.Behavior is BankScriptWords.LateReversal or BankScriptWords.Chargeback ? script.AfterSeconds : null,
        ApprovedAmount = script.ApprovedAmount,
        Behavior = script.Behavior,
        Created = script.Created.ToUnixTimeSeconds(),
        DeclineCode = script.DeclineCode,
        DisputeReason = script.DisputeReason,
        LatencyMs = script.LatencyMilliseconds,
        Match = new BankScriptMatchResource { Amount = script.Amount, CardLast4 = script.CardLast4, PaymentIntent = script.PaymentIntentId },
        Operation = script.Operation,
        Times = script.Times,
        TimesLeft = script.TimesLeft,
    };

    public static Answer ToAnswer(this BankScript script) => new() { Status = 200, Body = WireJson.Write(script.ToResource()) };
}
