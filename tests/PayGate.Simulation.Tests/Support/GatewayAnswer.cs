using System.Text;
using System.Text.Json;

namespace PayGate.Simulation.Tests.Support;

/// <param name="Status">HTTP status.</param>
/// <param name="Body">As it came.</param>
/// <param name="Replayed">The header Idempotent-Replayed, or null.</param>
/// <param name="RetryAfter">The header Retry-After, or null.</param>
internal sealed record GatewayAnswer(int Status, byte[] Body, string? Replayed, string? RetryAfter)
{
    /// <summary>Whether it speaks of a fault that passes, and says when to come back.</summary>
    public bool SaysRetry => Status == 503 && RetryAfter is not null;

    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>A string at a path of members, or null where there is none.</summary>
    public string? Find(params ReadOnlySpan<string> path)
    {
        using var json = JsonDocument.Parse(Body);
        var element = json.RootElement;
        foreach (var member in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(member, out element))
            {
                return null;
            }
        }

        return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
    }

    public string Id => Find("id") ?? throw new InvalidOperationException($"There is no id in {this}");

    public override string ToString() => $"{Status}{(Replayed is null ? "" : " replayed")} {Text}";
}
