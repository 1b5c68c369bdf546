using PayGate.PaymentIntents;
using PayGate.SetupIntents;

namespace PayGate.Grains.SetupIntents;

/// <summary>What the decider decides about: requests with all they need resolved, and what the bank and the customer answered.</summary>
public abstract record SetupCommand;

/// <summary>The setup's customer is erased.</summary>
public sealed record EraseSetup : SetupCommand;

public sealed record Open(
    string Id, Tenant Tenant, SetupDetails Details, PaymentMethodSnapshot? Method, SetupPlan? Confirm, RequestInfo Request) : SetupCommand;

/// <param name="Patch">What to change; the customer it names was found.</param>
/// <param name="Method">The payment method it names, found; null when it names none.</param>
public sealed record Change(UpdateSetupIntent Patch, PaymentMethodSnapshot? Method) : SetupCommand;

public sealed record StartAttempt(SetupPlan Plan, PaymentMethodSnapshot Method, RequestInfo Request) : SetupCommand;

/// <summary>What a verification needs that the decider cannot make: a fresh id, and what the issuer said about the cardholder.</summary>
public sealed record SetupPlan(string AttemptId)
{
    /// <summary>Done; null when nobody asked for it.</summary>
    public Authentication? Authentication { get; init; }

    /// <summary>The issuer wants to ask the cardholder first.</summary>
    public SetupChallenge? Challenge { get; init; }

    /// <summary>Goes on after a challenge that was passed: only the challenge that is open can lead here, never one that was failed or taken back.</summary>
    public bool FollowsChallenge => Challenge is null && Authentication?.Flow == Authentication.Challenged;
}

/// <summary>The cardholder failed the challenge.</summary>
public sealed record FailChallenge : SetupCommand;

/// <param name="AttemptId">Whose answer it is.</param>
/// <param name="Answer">What the bank said.</param>
/// <param name="Refused">Why the customer could not take the approved card; null when it did, or when there is no customer.</param>
public sealed record AttemptAnswered(string AttemptId, BankAnswer Answer, Refusal? Refused) : SetupCommand;

public sealed record AttemptUnanswered(string AttemptId) : SetupCommand;

public sealed record Cancel(string? Reason, RequestInfo Request) : SetupCommand;
