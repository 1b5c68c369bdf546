using PayGate.Bank.Laboratory;

namespace PayGate.Bank.Authorizations;

/// <summary>The words of the column refunds.</summary>
internal static class RefundHabits
{
    public static string Word(this RefundHabit habit) => habit switch
    {
        RefundHabit.Prompt => "prompt",
        RefundHabit.PutOff => "put_off",
        RefundHabit.Refused => "refused",
        _ => throw new ArgumentOutOfRangeException(nameof(habit)),
    };

    public static RefundHabit Parse(string word) => word switch
    {
        "prompt" => RefundHabit.Prompt,
        "put_off" => RefundHabit.PutOff,
        "refused" => RefundHabit.Refused,
        _ => throw new FormatException($"Unknown habit of refunds {word}."),
    };

    /// <summary>How many refunds are told to try again later before one is decided.</summary>
    public static int PutOffCount(this RefundHabit habit) => habit switch
    {
        RefundHabit.PutOff => 2,
        RefundHabit.Refused => 1,
        _ => 0,
    };
}
