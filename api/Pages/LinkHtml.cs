using System.Globalization;
using System.Text.Encodings.Web;
using PayGate.PaymentLinks;

namespace PayGate.Api.Pages;

/// <summary>The markup of a payment link's page. Everything that is put into it goes through <see cref="Text"/>.</summary>
internal static class LinkHtml
{
    public static string Offer(string template, PaymentLink link, string merchantName) => Page(template, merchantName, $"""
        <main>
          <header><p class="merchant">{Text(merchantName)}</p>{(link.Tenant.Livemode ? "" : "<p class=\"badge\">Test</p>")}</header>
          <h1>{Text(PageMoney.Text(link.Amount))}</h1>
          <table>
            <thead><tr><th scope="col">Item</th><th scope="col">Quantity</th><th scope="col">Amount</th></tr></thead>
            <tbody>{string.Concat(link.Lines.Select(line => $"""
                <tr>
                  <td>{Text(line.Name)}{(line.Description is null ? "" : $"<p class=\"soft\">{Text(line.Description)}</p>")}</td>
                  <td>{line.Quantity.ToString("N0", CultureInfo.InvariantCulture)}</td>
                  <td>{Text(PageMoney.Text(line.Amount))}</td>
                </tr>
                """))}</tbody>
          </table>
          <form method="post"><button>{Verb(link)}</button></form>
        </main>
        """);

    public static string Closed(string template, PaymentLink link, string merchantName) => Message(
        template, merchantName, "This link is closed", link.Details.InactiveMessage ?? "Nothing can be paid here any more. Ask the shop for a new link.");

    public static string Unknown(string template) => Message(
        template, "Unknown link", "There is no such link", "Check that the address is whole, or ask the shop for a new link.");

    public static string Unpayable(string template) => Message(
        template, "Not possible now", "This cannot be paid right now", "Nothing was charged. Ask the shop, and try again later.");

    private static string Verb(PaymentLink link) => link.Details.SubmitType switch
    {
        "book" => "Book",
        "donate" => "Donate",
        _ => "Continue to payment",
    };

    private static string Message(string template, string title, string heading, string sentence) => Page(template, title, $"""
        <main><h1 class="message">{Text(heading)}</h1><p>{Text(sentence)}</p></main>
        """);

    private static string Page(string template, string title, string body) => template
        .Replace("{{title}}", Text(title), StringComparison.Ordinal)
        .Replace("{{body}}", body, StringComparison.Ordinal);

    private static string Text(string value) => HtmlEncoder.Default.Encode(value);
}
