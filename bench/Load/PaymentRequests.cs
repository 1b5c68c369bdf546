using System.Globalization;
using System.Net;
using System.Text;
using PayGate.Testing;

namespace PayGate.Bench.Load;

/// <summary>The bytes of the two requests of a payment, as a merchant's server would send them.</summary>
internal sealed class PaymentRequests(IPEndPoint gateway, MerchantKeys[] merchants, bool newCards)
{
    /// <summary>A BIN whose cards the simulated bank approves; nine digits and the check digit follow.</summary>
    private const string ApprovedBin = "424242";

    private readonly string _run = Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(6));

    public ReadOnlyMemory<byte> Create(long number) =>
        Post("/v1/payment_intents", number, "create", "amount=1999&currency=usd&metadata[order]=6735");

    public ReadOnlyMemory<byte> Confirm(long number, string intentId) => Post(
        $"/v1/payment_intents/{intentId}/confirm",
        number,
        "confirm",
        newCards
            ? "payment_method_data[type]=card&payment_method_data[card][exp_month]=12&payment_method_data[card][exp_year]=2034"
                + $"&payment_method_data[card][cvc]=123&payment_method_data[card][number]={CardNumber(number)}"
            : "payment_method=pm_card_visa");

    /// <summary>Distinct for each payment of a run.</summary>
    private static string CardNumber(long number)
    {
        var digits = ApprovedBin + (number % 1_000_000_000).ToString("000000000", CultureInfo.InvariantCulture);
        var sum = 0;
        for (var place = 0; place < digits.Length; place++)
        {
            var digit = digits[place] - '0';
            var doubled = place % 2 == 0 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return digits + (char)('0' + ((10 - (sum % 10)) % 10));
    }

    private byte[] Post(string path, long number, string step, string form)
    {
        var key = merchants[number % merchants.Length].SecretKey;
        return Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: {gateway}\r\nAuthorization: Bearer {key}\r\nIdempotency-Key: {_run}-{number}-{step}\r\n"
            + $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {form.Length}\r\n\r\n{form}");
    }
}
