using Microsoft.AspNetCore.Http;
using PayGate.Api.CheckoutSessions;
using PayGate.Api.Http;
using PayGate.Api.Pages;
using PayGate.PaymentLinks;

namespace PayGate.Api.PaymentLinks;

/// <summary>Opens links, and a session of a link for each visitor who wants to pay.</summary>
public sealed class PaymentLinkCommands(IGrainFactory grains, SessionCommands sessions, PagesOptions pages, IClientSecrets secrets, TimeProvider clock)
{
    public Task<Outcome<Answer>> Create(CreateLinkParams asked, Tenant tenant, RequestInfo request, HttpContext context)
    {
        var now = clock.GetUtcNow();
        var id = ObjectId.New(IPaymentLinkGrain.Prefix, tenant.MerchantId, now);
        return Link(id).Create(
            new CreatePaymentLink
            {
                Tenant = tenant,
                Lines = LineParams.Numbered(asked.Lines, tenant, now),
                Details = new LinkDetails
                {
                    PageUrl = $"{PublicAddress.RootFor(context.Request, pages)}/links/{id}",
                    SuccessUrl = asked.SuccessUrl,
                    InactiveMessage = asked.InactiveMessage,
                    SubmitType = asked.SubmitType,
                    Metadata = asked.Metadata.ApplyTo(null).Value!,
                    Payment = asked.Payment,
                },
                Request = request,
            },
            CancellationToken.None);
    }

    public Task<Outcome<Answer>> Update(string id, UpdateLinkParams asked, Tenant tenant, RequestInfo request) => Link(id).Update(
        new UpdatePaymentLink
        {
            Tenant = tenant,
            Active = asked.Active,
            InactiveMessage = asked.InactiveMessage,
            Metadata = asked.Metadata,
            Request = request,
        },
        CancellationToken.None);

    /// <summary>Opens a session of an active link for a visitor, and answers where they pay.</summary>
    public async Task<Outcome<string>> Visit(PaymentLink link, HttpContext context)
    {
        var opened = await sessions.Open(ToSession(link), link.Tenant, RequestInfo.None, context);
        return opened.IsSuccess ? $"/pay/{opened.Value.Id}#{secrets.For(opened.Value.PaymentIntentId)}" : opened.Refusal;
    }

    private static CreateSessionParams ToSession(PaymentLink link) => new()
    {
        Lines = [.. link.Lines.Select(line => new LineParams(line.Name, line.Description, line.UnitAmount, line.Quantity))],
        SuccessUrl = link.Details.SuccessUrl,
        SubmitType = link.Details.SubmitType,
        Metadata = MetadataPatch.Of(link.Details.Metadata),
        Payment = new SessionPaymentParams
        {
            CaptureMethod = link.Details.Payment.CaptureMethod,
            Description = link.Details.Payment.Description,
            StatementDescriptor = link.Details.Payment.StatementDescriptor,
            StatementDescriptorSuffix = link.Details.Payment.StatementDescriptorSuffix,
            Metadata = MetadataPatch.Of(link.Details.Payment.Metadata),
        },
        PaymentLink = link.Id,
        Expand = new HashSet<string>(),
    };

    private IPaymentLinkGrain Link(string id) => grains.GetGrain<IPaymentLinkGrain>(id);
}
