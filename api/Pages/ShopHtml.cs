using System.Text.Encodings.Web;

namespace PayGate.Api.Pages;

/// <summary>The demo shop's pages. Everything that is put into the markup goes through <see cref="Text"/>.</summary>
internal static class ShopHtml
{
    public static string Products(string template, ShopOptions shop) => Page(template, shop.Name, $"""
        <header class="top"><span class="logo">{Text(shop.Name)}</span><span class="badge">Demo shop</span></header>
        <main>
          <div class="hero"><h1>Coffee from the mountains, roasted this week.</h1>
          <p>Three coffees, three currencies. Nothing here is real but the checkout: pick one and pay with a test card.</p></div>
          <ul class="products">{string.Concat(ShopCatalog.Products.Select(Product))}</ul>
        </main>
        {Footer}
        """);

    public static string Thanks(string template, ShopOptions shop, string? paymentIntentId) =>
        Page(template, $"Thank you – {shop.Name}", $"""
        <header class="top"><span class="logo">{Text(shop.Name)}</span><span class="badge">Demo shop</span></header>
        <main class="thanks">
          <span class="cup" aria-hidden="true"></span>
          <h1>Thank you for your order</h1>
          <p>We roast it as soon as the payment service confirms your payment.</p>
          {(paymentIntentId is null ? "" : $"<p class=\"reference\">Payment reference <code>{Text(paymentIntentId)}</code></p>")}
          <a class="buy" href="/shop">Back to the shop</a>
        </main>
        {Footer}
        """);

    public static string Problem(string template, ShopOptions shop, string sentence) => Page(template, shop.Name, $"""
        <header class="top"><span class="logo">{Text(shop.Name)}</span><span class="badge">Demo shop</span></header>
        <main class="thanks"><h1>That did not work</h1><p>{Text(sentence)}</p><a class="buy" href="/shop">Back to the shop</a></main>
        {Footer}
        """);

    private const string Footer = "<footer><p>A demonstration of PayGate. Nothing is sold and no money moves.</p></footer>";

    private static string Product(ShopProduct product) => $"""
        <li class="product">
          <div class="art {Text(product.Id)}" aria-hidden="true"></div>
          <h2>{Text(product.Name)}</h2>
          <p>{Text(product.Details)}</p>
          <form method="post" action="/shop/orders">
            <input type="hidden" name="product" value="{Text(product.Id)}">
            <span class="price">{Text(product.PriceText)}</span>
            <button class="buy" type="submit">Buy<span class="hidden"> {Text(product.Name)}</span></button>
          </form>
        </li>
        """;

    private static string Page(string template, string title, string body) =>
        template.Replace("{{title}}", Text(title), StringComparison.Ordinal).Replace("{{body}}", body, StringComparison.Ordinal);

    private static string Text(string value) => HtmlEncoder.Default.Encode(value);
}
