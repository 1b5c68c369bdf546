using System.Text.Encodings.Web;

namespace PayGate.Api.Pages;

/// <summary>The issuer's pages. Everything that is put into the markup goes through <see cref="Text"/>.</summary>
internal static class IssuerHtml
{
    public static Func<string, string> Question(IssuerQuestion question, string merchantName)
    {
        var card = question.Method.Card;
        var (what, row) = question.Amount is { } amount
            ? ("the payment", $"<dt>Amount</dt><dd>{Text(PageMoney.Text(amount))}</dd>")
            : ("saving the card", "<dt>For</dt><dd>Saving your card</dd>");
        return template => Page(template, $"Confirm {what}", $"""
            <main>
              <p class="bank">Sandbox Bank <span>{Text(card.Brand)} ···· {Text(card.Last4)}</span></p>
              <h1>Is this you?</h1>
              <dl>
                <dt>Merchant</dt><dd>{Text(merchantName)}</dd>
                {row}
              </dl>
              <form method="post">
                <button name="answer" value="approve">Approve {what}</button>
                <button name="answer" value="refuse" class="second">Refuse it</button>
                <button name="answer" value="leave" class="link">Leave without answering</button>
              </form>
              <p class="note">A demonstration of a bank's 3-D Secure page. No money moves.</p>
            </main>
            """);
    }

    /// <param name="wayOut">Null where the merchant named none.</param>
    public static Func<string, string> Over(string? wayOut) => template => Page(template, "Nothing to confirm", $"""
        <main>
          <p class="bank">Sandbox Bank</p>
          <h1>There is nothing to confirm</h1>
          <p>This question was answered before, or its time is over.</p>
          <p>{(wayOut is null ? "Go back to the shop." : $"<a href=\"{Text(wayOut)}\">Back to the merchant</a>")}</p>
        </main>
        """);

    private static string Page(string template, string title, string body) =>
        template.Replace("{{title}}", Text(title), StringComparison.Ordinal).Replace("{{body}}", body, StringComparison.Ordinal);

    private static string Text(string value) => HtmlEncoder.Default.Encode(value);
}
