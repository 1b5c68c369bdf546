namespace PayGate.Bins;

/// <summary>BINs that follow one another, of the same number of digits and with the same facts.</summary>
/// <param name="Digits">Of both ends.</param>
/// <param name="Lowest">The first BIN.</param>
/// <param name="Highest">The last one.</param>
/// <param name="Facts">What holds for all of them.</param>
public sealed record BinRange(int Digits, int Lowest, int Highest, BinFacts Facts);
