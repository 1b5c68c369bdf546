using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace PayGate.Api.Pages;

/// <summary>
/// A small shop that shows a merchant's side of a payment: order on the server, hosted checkout, way back. It needs no script.
/// </summary>
public static class ShopEndpoints
{
    private const int OrderBytesMax = 4096;
    private const string OrderNumberAlphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private const int OrderNumberLength = 8;

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps <c>/shop</c>, <c>/shop/{merchant}</c>, <c>/shop/orders</c> and <c>/shop/thanks</c>.</summary>
    public static IEndpointRouteBuilder MapShop(this IEndpointRouteBuilder routes)
    {
        var shop = routes.MapGroup("/shop").ExcludeFromDescription();
        shop.MapMethods("", Reading, Entrance);
        shop.MapMethods("/{merchant}", Reading, Products);
        shop.MapMethods("/thanks", Reading, Thanks);
        shop.MapPost("/orders", Order).WithMetadata(new RequestSizeLimitAttribute(OrderBytesMax));
        return routes;
    }

    internal static IResult Entrance(HttpResponse response, ShopOptions shop)
    {
        PageHeaders.ApplyTo(response);
        return TypedResults.LocalRedirect($"~/shop/{shop.Address}");
    }

    internal static IResult Products(string merchant, HttpResponse response, ShopOptions shop, BuiltFiles files) =>
        merchant == shop.Address
            ? Page(response, files, StatusCodes.Status200OK, template => ShopHtml.Products(template, shop))
            : Problem(response, files, shop, StatusCodes.Status404NotFound, "There is no shop at this address.");

    /// <summary>
    /// Thanks for the order and claims nothing about the payment: anyone can open this address, only the gateway knows who paid.
    /// </summary>
    internal static IResult Thanks(
        [FromQuery(Name = "payment_intent")] string? paymentIntentId, HttpResponse response, ShopOptions shop, BuiltFiles files) =>
        Page(response, files, StatusCodes.Status200OK, template =>
            ShopHtml.Thanks(template, shop, ObjectId.IsWellFormed("pi", paymentIntentId) ? paymentIntentId : null));

    /// <summary>
    /// Orders one piece of a product: the payment is created here, and the customer is sent on with the secret in the fragment.
    /// </summary>
    internal static async Task<IResult> Order(
        HttpRequest request,
        HttpResponse response,
        PagesOptions pages,
        ShopOptions shop,
        BuiltFiles files,
        IShopOrders orders,
        CancellationToken cancellationToken)
    {
        var (productId, status) = await ProductOf(request, cancellationToken);
        if (ShopCatalog.Find(productId) is not { } product)
        {
            return Problem(response, files, shop, status, "This product is not sold here.");
        }

        var newOrder = new NewShopOrder
        {
            MerchantId = shop.MerchantId,
            Description = $"{product.Name} from {shop.Name}",
            Price = product.Price,
            OrderId = RandomNumberGenerator.GetString(OrderNumberAlphabet, OrderNumberLength),
            SuccessUrl = PublicAddress.RootFor(request, pages) + "/shop/thanks",
            CancelUrl = PublicAddress.RootFor(request, pages) + $"/shop/{shop.Address}",
        };
        var order = await orders.Create(newOrder, cancellationToken);
        PageHeaders.ApplyTo(response);
        response.Headers.Location = $"/pay/{order.PaymentIntentId}#{order.ClientSecret}";
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>The product that the form names, or null with the status that says what is wrong with the form.</summary>
    private static async Task<(string? ProductId, int Status)> ProductOf(HttpRequest request, CancellationToken cancellationToken)
    {
        // The shop's own form is of this kind only; a multipart body would bring ways to fail that nobody needs.
        var mediaType = request.GetTypedHeaders().ContentType?.MediaType;
        if (mediaType is not { } type || !type.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            return (null, StatusCodes.Status415UnsupportedMediaType);
        }

        try
        {
            var form = await request.ReadFormAsync(cancellationToken);
            return (form["product"] is [{ } productId] ? productId : null, StatusCodes.Status400BadRequest);
        }
        catch (BadHttpRequestException failure)
        {
            return (null, failure.StatusCode);
        }
        catch (InvalidDataException)
        {
            return (null, StatusCodes.Status400BadRequest);
        }
    }

    private static IResult Problem(HttpResponse response, BuiltFiles files, ShopOptions shop, int status, string sentence) =>
        Page(response, files, status, template => ShopHtml.Problem(template, shop, sentence));

    private static IResult Page(HttpResponse response, BuiltFiles files, int status, Func<string, string> render)
    {
        PageHeaders.ApplyTo(response);
        return files.Page("shop") is { } path
            ? TypedResults.Text(render(File.ReadAllText(path)), "text/html", Encoding.UTF8, status)
            : PagesEndpoints.Missing(response);
    }
}
