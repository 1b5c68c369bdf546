using Microsoft.AspNetCore.Http;
using PayGate.Api.Pages;
using PayGate.CheckoutSessions;

namespace PayGate.Api.CheckoutSessions;

/// <summary>
/// Commands that need a session and its payment. The payment comes first: one that is left alone because the process ended in between expires unpaid, because nobody
/// was given its secret; a session without its payment would be a page that cannot be paid.
/// </summary>
public sealed class SessionCommands(IGrainFactory grains, PagesOptions pages, TimeProvider clock)
{
    private const string Placeholder = "{CHECKOUT_SESSION_ID}";

    public async Task<Outcome<Answer>> Create(CreateSessionParams asked, Tenant tenant, RequestInfo request, HttpContext context)
    {
        var opened = await Open(asked, tenant, request, context);
        return opened.IsSuccess ? opened.Value.Answer : opened.Refusal;
    }

    public async Task<Outcome<OpenedSession>> Open(CreateSessionParams asked, Tenant tenant, RequestInfo request, HttpContext context)
    {
        var now = clock.GetUtcNow();
        var (id, paymentId) = (NewId(ICheckoutSessionGrain.Prefix), NewId("pi"));
        var lines = LineParams.Numbered(asked.Lines, tenant, now);
        var details = ToDetails(asked, id, PublicAddress.RootFor(context.Request, pages));
        var expiresAt = asked.ExpiresAt ?? now + TimeSpan.FromHours(1);
        var opened = await Payment(paymentId).Create(
            new CreatePaymentIntent
            {
                Tenant = tenant,
                Amount = CheckoutSession.Sum(lines),
                CaptureMethod = asked.Payment.CaptureMethod,
                Details = ToPayment(asked, details, id),
                ExpiresAt = expiresAt,
                Request = request with { Claim = null, Expand = [] },
            },
            CancellationToken.None);
        if (!opened.IsSuccess)
        {
            return opened.Refusal.Param == "amount" ? opened.Refusal with { Param = "line_items" } : opened.Refusal;
        }

        var created = await Session(id).Create(
            new CreateCheckoutSession
            {
                Tenant = tenant,
                PaymentIntentId = paymentId,
                Lines = lines,
                Details = details,
                ExpiresAt = expiresAt,
                Request = request,
            },
            CancellationToken.None);
        if (!created.IsSuccess)
        {
            await CancelPayment(paymentId, tenant, request, "duplicate");
            return created.Refusal;
        }

        return new OpenedSession(id, paymentId, created.Value);

        string NewId(string prefix) => ObjectId.New(prefix, tenant.MerchantId, now);
    }

    /// <summary>Cancels the payment, unless it is under way or done, then ends the session.</summary>
    public async Task<Outcome<Answer>> Expire(CheckoutSession session, RequestInfo request)
    {
        if (session.Status == CheckoutSessionStatus.Open)
        {
            // Refused where there is nothing to cancel any more; the session then looks for itself why.
            await CancelPayment(session.PaymentIntentId, session.Tenant, request, "abandoned");
        }

        return await Session(session.Id).Expire(new ExpireCheckoutSession { Tenant = session.Tenant, Request = request }, CancellationToken.None);
    }

    public Task<Outcome<Answer>> Update(CheckoutSession session, MetadataPatch metadata, RequestInfo request) => Session(session.Id).Update(
        new UpdateCheckoutSession { Tenant = session.Tenant, Metadata = metadata, Request = request }, CancellationToken.None);

    private Task<Outcome<Answer>> CancelPayment(string paymentId, Tenant tenant, RequestInfo request, string reason) => Payment(paymentId).Cancel(
        new CancelPaymentIntent { Tenant = tenant, Reason = reason, BeforeApproval = true, Request = request with { Claim = null, Expand = [] } },
        CancellationToken.None);

    private static SessionDetails ToDetails(CreateSessionParams asked, string id, string root) => new()
    {
        SuccessUrl = asked.SuccessUrl?.Replace(Placeholder, id, StringComparison.Ordinal).Replace(Uri.EscapeDataString(Placeholder), id, StringComparison.OrdinalIgnoreCase),
        CancelUrl = asked.CancelUrl,
        ClientReferenceId = asked.ClientReferenceId,
        Customer = asked.Customer,
        CustomerEmail = asked.CustomerEmail,
        OrderId = asked.OrderId,
        Locale = asked.Locale,
        SubmitType = asked.SubmitType,
        Metadata = asked.Metadata.ApplyTo(null).Value!,
        PageUrl = $"{root}/pay/{id}",
        PaymentLink = asked.PaymentLink,
    };

    private static IntentDetails ToPayment(CreateSessionParams asked, SessionDetails details, string id) => new()
    {
        CheckoutSession = id,
        Customer = asked.Customer,
        Description = asked.Payment.Description,
        ReceiptEmail = asked.Payment.ReceiptEmail ?? asked.CustomerEmail,
        OrderId = asked.OrderId,
        SuccessUrl = details.SuccessUrl,
        CancelUrl = details.CancelUrl,
        StatementDescriptor = asked.Payment.StatementDescriptor,
        StatementDescriptorSuffix = asked.Payment.StatementDescriptorSuffix,
        SetupFutureUsage = asked.Payment.SetupFutureUsage,
        Metadata = asked.Payment.Metadata.ApplyTo(null).Value!,
    };

    private IPaymentIntentGrain Payment(string id) => grains.GetGrain<IPaymentIntentGrain>(id);

    private ICheckoutSessionGrain Session(string id) => grains.GetGrain<ICheckoutSessionGrain>(id);
}

/// <summary>A session that has just been opened, and the answer to who asked for it.</summary>
public sealed record OpenedSession(string Id, string PaymentIntentId, Answer Answer);
