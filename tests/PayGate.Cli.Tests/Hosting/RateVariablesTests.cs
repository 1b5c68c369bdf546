using PayGate.Cli.Hosting;

namespace PayGate.Cli.Tests.Hosting;

public sealed class RateVariablesTests
{
    [Theory]
    [InlineData(null, null, null)]
    [InlineData("built-in", null, null)]
    [InlineData("/etc/paygate/rates.json", "/etc/paygate/rates.json", null)]
    [InlineData("https://rates.example.com/mad.json?key=1", null, "https://rates.example.com/mad.json?key=1")]
    [InlineData("http://127.0.0.1:8080/rates", null, "http://127.0.0.1:8080/rates")]
    public void Read_TellsFilesFromAddresses(string? value, string? file, string? address)
    {
        var options = RateVariables.Read(name => name == RateVariables.Source ? value : null);

        Assert.Equal((file, address, TimeSpan.FromHours(24)), (options.File, options.Address?.AbsoluteUri, options.Policy.AgeMax));
    }

    [Theory]
    [InlineData(RateVariables.Source, "ftp://rates.example.com/mad.json")]
    [InlineData(RateVariables.Source, "https://amina:secret@rates.example.com/")]
    [InlineData(RateVariables.Source, "https://")]
    [InlineData(RateVariables.HoursMax, "0")]
    [InlineData(RateVariables.HoursMax, "169")]
    public void Read_WhenAValueCannotBe_NamesTheVariable(string name, string value)
    {
        var refused = Assert.Throws<SetupException>(() => RateVariables.Read(asked => asked == name ? value : null));
        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
    }
}
