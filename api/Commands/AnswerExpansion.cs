using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PayGate.Api.CardTokens;
using PayGate.Api.Customers;
using PayGate.Api.PaymentIntents;
using PayGate.Api.Queries;

namespace PayGate.Api.Commands;

/// <summary>
/// Puts objects in the place of ids that a command's answer still has although they were asked for. The silo expands what an object is made of; customers and payment
/// methods are data of their own, often personal, and no recorded answer holds them: they are read when the answer goes out, for a replay as they are by then.
/// </summary>
public sealed class AnswerExpansion(
    CustomerQueries customers, CustomerRenderer renderer, PaymentMethodReader methods, PaymentReader payments, IntentRenderer intents)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task<ReadOnlyMemory<byte>> Fill(ReadOnlyMemory<byte> body, Expansion expansion, HttpContext context)
    {
        var answer = JsonNode.Parse(body.Span);
        await Fill(answer, expansion, context);
        var buffer = new ArrayBufferWriter<byte>(body.Length * 2);
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            answer!.WriteTo(writer);
        }

        return buffer.WrittenMemory;
    }

    private async Task Fill(JsonNode? node, Expansion expansion, HttpContext context)
    {
        if (node is not JsonObject shown)
        {
            return;
        }

        foreach (var member in expansion.Paths.Select(path => path.Split('.')[0]).Distinct(StringComparer.Ordinal))
        {
            if (shown[member] is JsonValue value && value.TryGetValue<string>(out var id) && await Find(member, id, expansion.Below(member), context) is { } found)
            {
                shown[member] = JsonObject.Create(WireJson.ToElement(found));
            }

            await Fill(shown[member], expansion.Below(member), context);
        }
    }

    private async Task<object?> Find(string member, string id, Expansion below, HttpContext context) => member switch
    {
        "customer" when await customers.Find(id, context.Tenant(), context.RequestAborted) is { } customer =>
            await renderer.Render(customer, below, context.RequestAborted),
        "payment_method" or "default_payment_method" => await methods.Find(id, context.Tenant(), below, context.RequestAborted),
        "payment_intent" when await payments.FindPayment(id, context) is { } payment => intents.Render(payment, below, context),
        "charge" when await payments.Find(PaymentKind.Charge, id, context) is { Payment: var payment } =>
            payment.ToChargeResource(payment.Attempts.Single(tried => tried.ChargeId == id), below),
        _ => null,
    };
}

/// <summary>What a request asked to show as objects, kept for when its answer goes out.</summary>
public sealed record AskedExpansion(Expansion Expansion);
