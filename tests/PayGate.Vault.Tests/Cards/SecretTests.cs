using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using PayGate.Cards;

namespace PayGate.Vault.Tests.Cards;

public sealed class SecretTests
{
    private const string Marked = "4000056655665556";
    private static readonly Action<ILogger, CardInput, Secret<string>, Exception?> LogCard =
        LoggerMessage.Define<CardInput, Secret<string>>(LogLevel.Information, 1, "card {Card} number {Number}");

    [Fact]
    public void Text_OfSecretAndOfWhatHoldsIt_IsMasked()
    {
        var card = TestCards.Card(Marked, cvc: "987", name: "Marked Name");

        Assert.Equal("***", card.Number.ToString());
        foreach (var text in new[] { card.ToString(), $"{card.Number}", new Outcome<CardInput>().ToString(), ((Outcome<CardInput>)card).ToString() })
        {
            Assert.DoesNotContain(Marked, text, StringComparison.Ordinal);
            Assert.DoesNotContain("987", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Marked Name", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Json_InBothDirections_Throws()
    {
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(Secret.Of(Marked)));
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(TestCards.Card(Marked)));
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Deserialize<Secret<string>>("\"x\""));
    }

    [Fact]
    public void Debugger_SeesTheMaskOnly()
    {
        var secret = Secret.Of(Marked);
        var proxyType = Type.GetType(typeof(Secret<string>).GetCustomAttribute<DebuggerTypeProxyAttribute>()!.ProxyTypeName)!;
        var proxy = Activator.CreateInstance(proxyType, secret)!;

        Assert.Equal("***", typeof(Secret<string>).GetCustomAttribute<DebuggerDisplayAttribute>()!.Value);
        Assert.Equal("***", proxyType.GetProperty("Value")!.GetValue(proxy));
    }

    [Fact]
    public void Logs_OfTheWholeCard_DoNotShowIt()
    {
        var sink = new MemorySink();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(sink));

        var card = TestCards.Card(Marked);
        LogCard(factory.CreateLogger("vault"), card, card.Number, null);

        Assert.Contains("***", sink.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Marked, sink.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void CardInput_HasNoSerializerOfGrainCalls() =>
        Assert.Null(typeof(CardInput).GetCustomAttribute<GenerateSerializerAttribute>());

    private sealed class MemorySink : ILoggerProvider, ILogger
    {
        public string Text { get; private set; } = "";

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Text += formatter(state, exception);
            if (state is IEnumerable<KeyValuePair<string, object?>> fields)
            {
                Text += string.Join(' ', fields.Select(field => $"{field.Key}={field.Value}"));
            }
        }

        public void Dispose()
        {
        }
    }
}
