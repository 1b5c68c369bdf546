using PayGate.Cli.Hosting;
using PayGate.Grains.EncryptionKeys;

namespace PayGate.Cli.Tests.Hosting;

public sealed class KeyVariablesTests
{
    [Fact]
    public void Read_WhenNothingIsSet_GivesTheDocumentedLimits() => Assert.Equal(
        new KeyPolicy { EncryptionsMax = 1_000_000, AgeMax = TimeSpan.FromDays(90) }, KeyVariables.Read(_ => null));

    [Fact]
    public void Read_WhenAllIsSet_GivesThat() => Assert.Equal(
        new KeyPolicy { EncryptionsMax = 100, AgeMax = TimeSpan.FromDays(30) },
        KeyVariables.Read(name => name switch { KeyVariables.EncryptionsMax => "100", KeyVariables.DaysMax => "30", _ => null }));

    [Theory]
    [InlineData(KeyVariables.EncryptionsMax, "9")]
    [InlineData(KeyVariables.EncryptionsMax, "1000000001")]
    [InlineData(KeyVariables.EncryptionsMax, "many")]
    [InlineData(KeyVariables.DaysMax, "0")]
    [InlineData(KeyVariables.DaysMax, "1096")]
    public void Read_WhenAValueCannotBe_NamesTheVariable(string name, string value)
    {
        var refused = Assert.Throws<SetupException>(() => KeyVariables.Read(asked => asked == name ? value : null));
        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
    }
}
