using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.BankScripts;
using PayGate.Cards;

namespace PayGate.Api.TestHelpers;

/// <summary>The parameters of ordering the simulated bank to behave.</summary>
public sealed record BankScriptParams : IParams<BankScriptParams>, IPreparing
{
    private const string Words = "parameter_invalid_string";
    private const int SecondsMax = 10 * 366 * 24 * 60 * 60;

    public required string Behavior { get; init; }

    public string? Operation { get; init; }

    public required ScriptMatch Match { get; init; }

    public int LatencyMilliseconds { get; init; }

    public string? DeclineCode { get; init; }

    public long? ApprovedAmount { get; init; }

    public int AfterSeconds { get; init; }

    public string? DisputeReason { get; init; }

    public int Times { get; init; }

    /// <summary>The script is in force before the record is written.</summary>
    public bool Prepares => true;

    public static BankScriptParams Read(ParamBinder parameters)
    {
        var behavior = parameters.RequiredEnum("behavior", BankScriptWords.Behaviors);
        var script = new BankScriptParams
        {
            Behavior = behavior,
            Operation = ReadOperation(parameters, behavior),
            Match = ScriptMatch.Read(parameters.OptionalObject("match")),
            LatencyMilliseconds = (int)(parameters.OptionalInteger("latency_ms", 0, BankScriptWords.LatencyMillisecondsMax) ?? 0),
            DeclineCode = parameters.OptionalEnum("decline_code", BankScriptWords.DeclineCodes),
            ApprovedAmount = parameters.OptionalInteger("approved_amount", 1),
            AfterSeconds = (int)(parameters.OptionalInteger("after_seconds", 0, SecondsMax) ?? 0),
            DisputeReason = parameters.OptionalEnum("dispute_reason", DisputeReasons.All),
            Times = (int)(parameters.OptionalInteger("times", 1, BankScriptWords.TimesMax) ?? 1),
        };
        if (behavior == BankScriptWords.Slow && script.LatencyMilliseconds == 0)
        {
            parameters.Refuse("latency_ms", "parameter_missing", "Say how many milliseconds a slow bank takes.");
        }

        script.RefuseIdle(parameters, "decline_code", script.DeclineCode is not null, BankScriptWords.Decline);
        script.RefuseIdle(
            parameters, "approved_amount", script.ApprovedAmount is not null, BankScriptWords.WrongAmount, BankScriptWords.PartialApproval);
        script.RefuseIdle(parameters, "after_seconds", script.AfterSeconds > 0, BankScriptWords.LateReversal, BankScriptWords.Chargeback);
        script.RefuseIdle(parameters, "dispute_reason", script.DisputeReason is not null, BankScriptWords.Chargeback);
        return script;
    }

    public BankScript ToScript(string id, string merchantId, DateTimeOffset now) => new()
    {
        Id = id,
        MerchantId = merchantId,
        Behavior = Behavior,
        Operation = Operation,
        CardLast4 = Match.CardLast4,
        Amount = Match.Amount,
        PaymentIntentId = Match.PaymentIntentId,
        LatencyMilliseconds = LatencyMilliseconds,
        DeclineCode = Behavior == BankScriptWords.Decline ? DeclineCode ?? BankScriptWords.DeclineCodes[0] : null,
        ApprovedAmount = ApprovedAmount,
        AfterSeconds = AfterSeconds,
        DisputeReason = Behavior == BankScriptWords.Chargeback ? DisputeReason ?? DisputeReasons.Fraudulent : null,
        Times = Times,
        TimesLeft = Times,
        Created = now,
    };

    /// <summary>A behaviour that cannot happen to an operation would wait for it for ever.</summary>
    private static string? ReadOperation(ParamBinder parameters, string behavior)
    {
        var operation = parameters.OptionalEnum("operation", BankScriptWords.Operations);
        if (operation is not null && !BankScriptWords.OperationsOf(behavior).Contains(operation))
        {
            parameters.Refuse("operation", Words, $"{behavior} can happen to: {string.Join(", ", BankScriptWords.OperationsOf(behavior))}.");
        }

        return operation;
    }

    /// <summary>A parameter that only some behaviours heed is a mistake beside the others.</summary>
    private void RefuseIdle(ParamBinder parameters, string name, bool isGiven, params ReadOnlySpan<string> behaviors)
    {
        if (isGiven && !behaviors.Contains(Behavior))
        {
            parameters.Refuse(name, Words, $"{name} says nothing about the behavior {Behavior}.");
        }
    }
}

/// <summary>Which operations a script is for: of a card, of an amount, of a payment; without any of these, the merchant's next.</summary>
public sealed record ScriptMatch
{
    private const int Last4Length = 4;

    public string? CardLast4 { get; init; }

    public long? Amount { get; init; }

    public string? PaymentIntentId { get; init; }

    internal static ScriptMatch Read(ParamBinder? match)
    {
        if (match is null)
        {
            return new ScriptMatch();
        }

        match.NotBoth("card_last4", "payment_method");
        var (last4, last4OfMethod) = (ReadLast4(match), ReadMethod(match));
        return new ScriptMatch
        {
            CardLast4 = last4 ?? last4OfMethod,
            Amount = match.OptionalInteger("amount", 0),
            PaymentIntentId = ReadIntent(match),
        };
    }

    private static string? ReadLast4(ParamBinder match)
    {
        var digits = match.OptionalString("card_last4", Last4Length);
        if (digits is not null && !(digits.Length == Last4Length && digits.All(char.IsAsciiDigit)))
        {
            match.Refuse("card_last4", "parameter_invalid_string", "Give the last four digits of a card.");
        }

        return digits;
    }

    /// <summary>Named test methods only: of a stored card the last four digits are shown, and can be given.</summary>
    private static string? ReadMethod(ParamBinder match)
    {
        if (match.OptionalString("payment_method", 255) is not { } name)
        {
            return null;
        }

        if (TestMethods.TryGet(name, out var method))
        {
            return method.Number[^Last4Length..];
        }

        match.Refuse("payment_method", "parameter_invalid_string", "Give a named test method, such as pm_card_visa, or the last four digits in card_last4.");
        return null;
    }

    private static string? ReadIntent(ParamBinder match)
    {
        var id = match.OptionalString("payment_intent", 255);
        if (id is not null && !ObjectId.IsWellFormed("pi", id))
        {
            match.Refuse("payment_intent", "parameter_invalid_string", "Give the id of a payment intent.");
        }

        return id;
    }
}
