using PayGate.Disputes;
using PayGate.PaymentIntents;

namespace PayGate.Grains.Disputes;

/// <summary>What the decider decides about.</summary>
public abstract record DisputeActorCommand;

public sealed record Open(string Id, OpenDisputeCommand Asked) : DisputeActorCommand;

public sealed record Update(UpdateDispute Asked) : DisputeActorCommand;

/// <summary>The merchant takes the loss.</summary>
public sealed record Accept(RequestInfo Request) : DisputeActorCommand;

/// <summary>The issuer decides.</summary>
public sealed record Rule(bool Won, RequestInfo Request) : DisputeActorCommand;

/// <summary>The issuer has not decided, and says when it will have.</summary>
public sealed record AwaitRuling(DateTimeOffset RulingAt) : DisputeActorCommand;

/// <summary>The payment knows the end; with what it has back, if it was won.</summary>
public sealed record PaymentKnows(DisputeMovement? Reinstatement) : DisputeActorCommand;

/// <summary>Time alone: the deadline.</summary>
public sealed record PassTime : DisputeActorCommand;

/// <summary>The customer is erased.</summary>
public sealed record EraseDispute : DisputeActorCommand;
