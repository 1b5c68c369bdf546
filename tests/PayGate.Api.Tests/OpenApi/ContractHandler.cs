using System.Text.Json.Nodes;
using System.Web;

namespace PayGate.Api.Tests.OpenApi;

/// <summary>
/// Between a test's client and the gateway: every answer under <c>/v1</c> must be one that the document promises, and every parameter that the gateway
/// accepts must be one that it names.
/// </summary>
internal sealed class ContractHandler(Contract contract) : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var form = request.Content is FormUrlEncodedContent body ? await body.ReadAsStringAsync(cancellationToken) : request.RequestUri!.Query;
        var response = await base.SendAsync(request, cancellationToken);
        var (method, path) = (request.Method.Method, request.RequestUri!.AbsolutePath);
        if (!path.StartsWith("/v1/", StringComparison.Ordinal))
        {
            return response;
        }

        await response.Content.LoadIntoBufferAsync(cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        var problems = contract.Problems(
            method,
            path,
            (int)response.StatusCode,
            response.Headers.Select(header => header.Key).ToHashSet(StringComparer.OrdinalIgnoreCase),
            text.Length == 0 ? null : JsonNode.Parse(text));
        var unknown = response.IsSuccessStatusCode
            ? HttpUtility.ParseQueryString(form).AllKeys.OfType<string>().Where(name => !contract.Takes(method, path, name))
                .Select(name => $"The gateway takes {name}, which the document does not name")
            : [];
        Assert.True(problems.Count == 0 && !unknown.Any(), $"{method} {path}: {string.Join("; ", [.. problems, .. unknown])}\n{text}");
        return response;
    }
}
