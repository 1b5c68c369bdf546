using System.Buffers;
using System.Text;
using System.Text.Json;

namespace PayGate.Bank.Journal;

/// <summary>The bank's answer as it would come over the wire: compact JSON, the same for the same journal row, without card data.</summary>
internal static class RawResponse
{
    private const int TypicalLength = 384;

    public static string Of(JournalRow row)
    {
        var buffer = new ArrayBufferWriter<byte>(TypicalLength);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("reference", row.Reference);
            json.WriteString("operation", row.Operation);
            json.WriteString("response_code", row.NetworkCode);
            json.WriteString("response_text", row.Reason);
            json.WriteNumber("amount", row.AmountApproved);
            WriteIfPresent(json, "currency", row.Currency);
            WriteIfPresent(json, "authorization_code", row.AuthorizationCode);
            WriteIfPresent(json, "avs_result", row.AvsResult);
            WriteIfPresent(json, "cvc_result", row.CvcResult);
            if (row.AmountReleased > 0)
            {
                json.WriteNumber("released", row.AmountReleased);
            }

            json.WriteString("at", row.At);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteIfPresent(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
