namespace PayGate.Api.Http;

/// <summary>
/// Bounds of a request's parameters (quality.md 2). They bound memory and time of a request before anything of it is understood.
/// </summary>
public static class ParamLimits
{
    public const int BodyBytesMax = 1024 * 1024;

    /// <summary>Pairs of a form or query, or values of a JSON body.</summary>
    public const int CountMax = 1_000;

    public const int JsonDepthMax = 32;

    public const int FormBracketsMax = 8;

    /// <summary>Characters of a whole form name or of one JSON member name.</summary>
    public const int NameLengthMax = 500;

    public const int MetadataKeyLengthMax = 40;

    public const int MetadataValueLengthMax = 500;

    public const int ExpandLevelsMax = 4;

    public const int ExpandCountMax = 20;

    public const int ArrayCountMax = 100;

    public const int UrlLengthMax = 2048;

    /// <summary>Room for separators; the rules of card numbers come after.</summary>
    public const int CardNumberLengthMax = 64;

    public const int CvcLengthMax = 16;

    public const int CalendarYearMax = 9999;
}
