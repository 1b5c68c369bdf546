using System.Text;
using Microsoft.AspNetCore.Http;
using PayGate.Api.Http;

namespace PayGate.Api.Tests.Http;

/// <summary>Requests without a socket, for tests of reading alone.</summary>
internal static class ParamsOf
{
    public static Task<RequestParams> Form(string form, string path = "/v1/payments") => Read("POST", path, "", form, "application/x-www-form-urlencoded");

    public static Task<RequestParams> Json(string json, string path = "/v1/payments") => Read("POST", path, "", json, "application/json");

    public static Task<RequestParams> Query(string query, string method = "GET") => Read(method, "/v1/payments", "?" + query, "", null);

    private static async Task<RequestParams> Read(string method, string path, string query, string body, string? contentType)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.Path = path;
        context.Request.QueryString = new QueryString(query);
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        context.Request.ContentType = contentType;
        var outcome = await RequestParams.Read(context);
        Assert.Null(outcome.Refusal);
        return outcome.Value!;
    }
}
