using System.Globalization;
using System.Text.Encodings.Web;
using PayGate.CheckoutSessions;

namespace PayGate.Api.Pages;

/// <summary>The receipt's markup. Everything that is put into it goes through <see cref="Text"/>.</summary>
internal static class ReceiptHtml
{
    public static string Page(string template, PaymentIntent payment, Attempt attempt, CheckoutSession? session, string merchantName)
    {
        var card = attempt.Method.Card;
        var (heading, amount, note) = Standing(attempt);
        var body = $"""
            <main>
              <header><p class="merchant">{Text(merchantName)}</p>{(payment.Livemode ? "" : "<p class=\"badge\">Test</p>")}</header>
              <h1>{heading}</h1>
              <p class="amount">{Text(PageMoney.Text(amount))}</p>
              {(note is null ? "" : $"<p class=\"note\">{note}</p>")}
              <dl>
                <div><dt>Date</dt><dd>{Date(attempt.CapturedAt ?? attempt.StartedAt)}</dd></div>
                <div><dt>Card</dt><dd class="card">{Text(card.Brand)} ···· {Text(card.Last4)}</dd></div>
                {Row("Order", payment.Details.OrderId)}
                {Row("For", attempt.WordsIn(payment).Description)}
                {Row("On your statement", payment.Details.StatementDescriptor)}
                <div><dt>Reference</dt><dd class="reference">{Text(attempt.ChargeId)}</dd></div>
              </dl>
              {Lines(session)}
              {Refunds(payment, attempt)}
            </main>
            """;
        return template
            .Replace("{{title}}", Text($"Receipt from {merchantName}"), StringComparison.Ordinal)
            .Replace("{{body}}", body, StringComparison.Ordinal);
    }

    private static (string Heading, Money Amount, string? Note) Standing(Attempt attempt) => attempt.Status switch
    {
        AttemptStatus.Captured => ("Paid", attempt.Captured!.Value, null),
        AttemptStatus.Authorized => ("Held on your card", attempt.Authorized!.Value, "The shop has not taken the money yet. It may take less than this, or nothing."),
        _ => ("Canceled", attempt.Authorized!.Value, "This amount was held on your card and has been given back. Nothing was charged."),
    };

    private static string Lines(CheckoutSession? session) => session is null ? "" : $"""
        <h2>Items</h2>
        <table>
          <thead><tr><th scope="col">Item</th><th scope="col">Quantity</th><th scope="col">Amount</th></tr></thead>
          <tbody>{string.Concat(session.Lines.Select(line =>
              $"<tr><td>{Text(line.Name)}</td><td>{line.Quantity.ToString("N0", CultureInfo.InvariantCulture)}</td><td>{Text(PageMoney.Text(line.Amount))}</td></tr>"))}</tbody>
        </table>
        """;

    private static string Refunds(PaymentIntent payment, Attempt attempt)
    {
        var refunds = payment.Refunds.Where(refund => refund.ChargeId == attempt.ChargeId && refund.Status is RefundStatus.Succeeded or RefundStatus.Pending).ToList();
        if (refunds.Count == 0)
        {
            return "";
        }

        var kept = refunds.Aggregate(attempt.Captured!.Value, (sum, refund) => sum - refund.Amount);
        return $"""
            <h2>Refunds</h2>
            <dl class="amounts">
              {string.Concat(refunds.Select(refund =>
                  $"<div><dt>{Date(refund.SucceededAt ?? refund.Created)}{(refund.Status == RefundStatus.Pending ? ", on its way" : "")}</dt><dd>−{Text(PageMoney.Text(refund.Amount))}</dd></div>"))}
              <div class="total"><dt>Paid after refunds</dt><dd>{Text(PageMoney.Text(kept))}</dd></div>
            </dl>
            """;
    }

    private static string Row(string name, string? value) => value is null ? "" : $"<div><dt>{name}</dt><dd>{Text(value)}</dd></div>";

    private static string Date(DateTimeOffset at) =>
        $"<time datetime=\"{at.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}\">{at.UtcDateTime.ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)} UTC</time>";

    private static string Text(string value) => HtmlEncoder.Default.Encode(value);
}
