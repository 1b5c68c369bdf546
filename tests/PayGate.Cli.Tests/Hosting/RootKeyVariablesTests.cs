using PayGate.Cli.Hosting;
using PayGate.Silo.Keys;

namespace PayGate.Cli.Tests.Hosting;

public sealed class RootKeyVariablesTests
{
    [Fact]
    public void Read_WhenNothingIsSet_TakesTheDataDirectory()
    {
        var options = Read([]);

        Assert.Equal(new RootKeyOptions(), options);
        Assert.Equal("/data/root.key", options.FileIn("/data")!.Path);
    }

    [Fact]
    public void Read_WhenAFileIsNamed_TakesThat()
    {
        var options = Read(new() { ["PAYGATE_ROOT_KEY"] = "/secrets/../secrets/root.key" });

        Assert.Equal(new RootKeyOptions { MountedFile = "/secrets/root.key" }, options);
        Assert.Equal("/secrets/root.key", options.FileIn("/data")!.Path);
    }

    [Fact]
    public void Read_WhenADirectoryOfSecretsIsNamed_TakesThat()
    {
        Assert.Equal("/rw/secrets", Read(new() { ["PAYGATE_ROOT_KEY"] = "/ro/root.key", ["PAYGATE_MERCHANT_SECRETS"] = "/rw/secrets/../secrets" }).SecretsDirectory);
        Assert.Equal("/rw/secrets", Read(new() { ["PAYGATE_MERCHANT_SECRETS"] = "/rw/secrets" }).SecretsDirectory);
        var both = new Dictionary<string, string> { ["PAYGATE_VAULT_ADDR"] = "https://v", ["PAYGATE_VAULT_TOKEN_FILE"] = "/t", ["PAYGATE_MERCHANT_SECRETS"] = "/rw" };
        Assert.Equal(
            "PAYGATE_MERCHANT_SECRETS names a directory, but Vault keeps merchants' secrets: unset it.", Assert.Throws<SetupException>(() => Read(both)).Message);
    }

    [Fact]
    public void Read_WhenVaultIsNamed_TakesTheUsualNames()
    {
        var options = Read(new() { ["PAYGATE_VAULT_ADDR"] = "https://vault.example.com:8200", ["PAYGATE_VAULT_TOKEN_FILE"] = "/run/token" });

        Assert.Equal(new TransitOptions { Address = new Uri("https://vault.example.com:8200/"), TokenFile = "/run/token" }, options.Vault);
        Assert.Equal(("transit", "paygate"), (options.Vault!.Mount, options.Vault.Key));
        Assert.Null(options.FileIn("/data"));
    }

    [Fact]
    public void Read_WhenAllOfVaultIsSet_GivesThat() => Assert.Equal(
        new TransitOptions
        {
            Address = new Uri("http://127.0.0.1:8100/vault/"),
            TokenFile = "/run/token",
            Mount = "engines/transit",
            Key = "cards.1",
            Namespace = "team/cards",
            AuthorityFile = "/run/ca.pem",
        },
        Read(new()
        {
            ["PAYGATE_VAULT_ADDR"] = "http://127.0.0.1:8100/vault",
            ["PAYGATE_VAULT_TOKEN_FILE"] = "/run/token",
            ["PAYGATE_VAULT_TRANSIT_MOUNT"] = "/engines/transit/",
            ["PAYGATE_VAULT_TRANSIT_KEY"] = "cards.1",
            ["PAYGATE_VAULT_NAMESPACE"] = "team/cards/",
            ["PAYGATE_VAULT_CA"] = "/run/ca.pem",
        }).Vault);

    [Theory]
    [InlineData("PAYGATE_ROOT_KEY", "/secrets/root.key", "PAYGATE_ROOT_KEY and PAYGATE_VAULT_ADDR both name a source of the root key: unset one of them.")]
    [InlineData("PAYGATE_VAULT_TOKEN_FILE", "", "PAYGATE_VAULT_TOKEN_FILE is not set: name the file that holds the token for PAYGATE_VAULT_ADDR.")]
    [InlineData("PAYGATE_VAULT_ADDR", "vault.example.com", "PAYGATE_VAULT_ADDR is not an address: give it as https://vault.example.com:8200.")]
    [InlineData("PAYGATE_VAULT_ADDR", "ftp://vault.example.com", "PAYGATE_VAULT_ADDR is not an address: give it as https://vault.example.com:8200.")]
    [InlineData("PAYGATE_VAULT_ADDR", "https://me:hunter2@vault.example.com", "PAYGATE_VAULT_ADDR is not an address: give it as https://vault.example.com:8200.")]
    [InlineData("PAYGATE_VAULT_ADDR", "https://vault.example.com/?a=b", "PAYGATE_VAULT_ADDR is not an address: give it as https://vault.example.com:8200.")]
    [InlineData(
        "PAYGATE_VAULT_ADDR", "http://vault.example.com:8200",
        "PAYGATE_VAULT_ADDR would send token and root key over the network in clear: give an https address, or one of an agent on this machine.")]
    [InlineData("PAYGATE_VAULT_TRANSIT_KEY", "../sys/seal", "PAYGATE_VAULT_TRANSIT_KEY is not a name in Vault: give letters, digits, dots, dashes and underscores.")]
    [InlineData("PAYGATE_VAULT_TRANSIT_KEY", "..", "PAYGATE_VAULT_TRANSIT_KEY is not a name in Vault: give letters, digits, dots, dashes and underscores.")]
    [InlineData("PAYGATE_VAULT_TRANSIT_MOUNT", "a/../b", "PAYGATE_VAULT_TRANSIT_MOUNT is not a name in Vault: give letters, digits, dots, dashes and underscores.")]
    [InlineData("PAYGATE_VAULT_NAMESPACE", "a\r\nb", "PAYGATE_VAULT_NAMESPACE is not a name in Vault: give letters, digits, dots, dashes and underscores.")]
    public void Read_WhenAVariableCannotBe_SaysWhatToDo(string name, string value, string sentence)
    {
        Dictionary<string, string> environment = new()
        {
            ["PAYGATE_VAULT_ADDR"] = "https://vault.example.com:8200",
            ["PAYGATE_VAULT_TOKEN_FILE"] = "/run/token",
            [name] = value,
        };

        Assert.Equal(sentence, Assert.Throws<SetupException>(() => Read(environment)).Message);
    }

    private static RootKeyOptions Read(Dictionary<string, string> environment) => RootKeyVariables.Read(name => environment.GetValueOrDefault(name));
}
