namespace PayGate.Bank.Authorizations;

/// <summary>The words of the state column.</summary>
internal static class AuthorizationStates
{
    public static string Word(this AuthorizationState state) => state switch
    {
        AuthorizationState.Open => "open",
        AuthorizationState.Captured => "captured",
        AuthorizationState.Reversed => "reversed",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    public static AuthorizationState Parse(string word) => word switch
    {
        "open" => AuthorizationState.Open,
        "captured" => AuthorizationState.Captured,
        "reversed" => AuthorizationState.Reversed,
        _ => throw new FormatException($"Unknown authorization state {word}."),
    };
}
