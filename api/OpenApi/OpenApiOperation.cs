using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Http;

namespace PayGate.Api.OpenApi;

/// <summary>One route as an operation of the document, from nothing but its metadata.</summary>
internal sealed class OpenApiOperation(
    RouteEndpoint route, RouteName name, ResourceSchemas schemas, ErrorAnswers answers, ParameterTexts texts)
{
    private const string SecretParam = "client_secret";

    private readonly RouteAccess _access = route.Metadata.GetRequiredMetadata<RouteAccess>();
    private readonly RouteAnswer? _answer = route.Metadata.GetMetadata<RouteAnswer>();

    /// <summary>The path with its parameters in braces, without a slash at the end.</summary>
    public string Path => "/" + route.RoutePattern.RawText!.Trim('/');

    public bool IsCommand => Takes(HttpMethods.Post);

    /// <summary>The key in the path item.</summary>
    public string Method => IsCommand ? "post" : Takes(HttpMethods.Delete) ? "delete" : "get";

    public RouteTag? Tag => route.Metadata.GetMetadata<RouteTag>();

    public JsonObject Render()
    {
        var parameters = texts.Describe(Parameters());
        var operation = new JsonObject
        {
            ["operationId"] = name.Id,
            ["summary"] = name.Summary,
            ["description"] = Audience(),
            ["security"] = Security(),
            ["parameters"] = new JsonArray([.. PathParameters(), .. IsCommand ? [] : QueryParameters(parameters), .. HeaderParameters()]),
        };
        if (Tag is { } tag)
        {
            operation["tags"] = ParamSchemas.Names([tag.Name]);
        }

        if (IsCommand)
        {
            operation["requestBody"] = Body(parameters);
        }

        operation["responses"] = Responses();
        return operation;
    }

    private bool Takes(string method) => route.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Contains(method);

    private JsonObject Parameters()
    {
        var read = route.Metadata.GetRequiredMetadata<RouteParams>().Read;
        return ParamSchemas.Of(binder =>
        {
            read(binder);
            if (_access.ClientSecretRouteValue is not null)
            {
                binder.OptionalString(SecretParam, 255);
            }
        });
    }

    private JsonObject Body(JsonObject schema)
    {
        var members = (JsonObject)schema["properties"]!;
        var encoding = new JsonObject(members
            .Where(member => member.Value!["type"]?.ToString() is not ("string" or "integer" or "boolean"))
            .Select(member => KeyValuePair.Create(member.Key, (JsonNode?)new JsonObject { ["style"] = "deepObject", ["explode"] = true })));
        var required = schema["required"] is not null;
        var reference = schemas.Reference(name.Id + "_params", schema);
        var form = new JsonObject { ["schema"] = reference.DeepClone() };
        if (encoding.Count > 0)
        {
            form["encoding"] = encoding;
        }

        var json = new JsonObject { ["schema"] = reference };
        if (texts.ExamplesOf(name.Id) is { } examples)
        {
            json["examples"] = examples;
            form["examples"] = examples.DeepClone();
        }

        return new JsonObject
        {
            ["required"] = required,
            ["content"] = new JsonObject { ["application/json"] = json, ["application/x-www-form-urlencoded"] = form },
        };
    }

    private IEnumerable<JsonNode> PathParameters() => route.RoutePattern.Parameters.Select(parameter => new JsonObject
    {
        ["name"] = parameter.Name,
        ["in"] = "path",
        ["required"] = true,
        ["description"] = texts.OfPath(parameter.Name) ?? "The object's id.",
        ["schema"] = new JsonObject { ["type"] = "string" },
    });

    /// <summary>Arrays are sent as <c>name[]</c>, groups as <c>name[member]</c>.</summary>
    private static IEnumerable<JsonNode> QueryParameters(JsonObject schema)
    {
        foreach (var (member, node) in (JsonObject)schema["properties"]!)
        {
            var value = (JsonObject)node!.DeepClone();
            var isArray = value["type"]?.ToString() == "array";
            var parameter = new JsonObject { ["name"] = isArray ? member + "[]" : member, ["in"] = "query" };
            if (value.Remove("description", out var text))
            {
                parameter["description"] = text;
            }

            if (value["anyOf"] is not null)
            {
                parameter["style"] = "deepObject";
                parameter["explode"] = true;
            }

            parameter["schema"] = value;
            yield return parameter;
        }
    }

    private IEnumerable<JsonNode> HeaderParameters() => (IsCommand ? ["Idempotency-Key"] : Array.Empty<string>())
        .Concat(["Stripe-Version", "Stripe-Account"])
        .Select(header => new JsonObject { ["$ref"] = "#/components/parameters/" + header });

    private string Audience() => (_access.AllowsPublishable, _access.ClientSecretRouteValue) switch
    {
        (true, _) => "For secret keys and, from pages of any origin, publishable keys.",
        (_, not null) => "For secret keys and, from pages of any origin, whoever holds the object's client secret: as Bearer credential, "
            + "or as the parameter `client_secret` with a publishable key or without any.",
        _ => "For secret keys.",
    } + (_access.Permission is { } permission ? $" A restricted key needs `{permission}`." : "");

    private JsonArray Security()
    {
        string[] schemes = ["secretKey", "secretKeyBasic"];
        IEnumerable<string> more = (_access.AllowsPublishable, _access.ClientSecretRouteValue) switch
        {
            (true, _) => ["publishableKey"],
            (_, not null) => ["clientSecret", "publishableKey"],
            _ => [],
        };
        var alternatives = schemes.Concat(more).Select(scheme => (JsonNode)new JsonObject { [scheme] = new JsonArray() });
        // The client secret as a parameter needs no other credential.
        return [.. alternatives, .. _access.ClientSecretRouteValue is null ? [] : new JsonNode[] { new JsonObject() }];
    }

    private JsonObject Responses()
    {
        var responses = new JsonObject { ["200"] = Success() };
        var declared = route.Metadata.GetOrderedMetadata<RouteRefusals>().SelectMany(refusals => refusals.Codes);
        var errors = ErrorAnswers.Of(IsCommand, _answer is { Shape: AnswerShape.List or AnswerShape.SearchResult }, route.RoutePattern.Parameters.Count > 0, declared);
        foreach (var rows in errors)
        {
            responses[ErrorAnswers.Key(rows.Key)] = answers.Reference(rows, name.Id);
        }

        return responses;
    }

    private JsonObject Success()
    {
        var content = new JsonObject
        {
            ["schema"] = Schema(),
        };
        if (_answer is { Shape: AnswerShape.Resource } && OpenApiDocument.HasExample(ResourceSchemas.NameOf(_answer.Resource)))
        {
            var example = ResourceSchemas.NameOf(_answer.Resource);
            content["examples"] = new JsonObject { [example] = new JsonObject { ["$ref"] = "#/components/examples/" + example } };
        }

        return new JsonObject
        {
            ["description"] = "Done.",
            ["headers"] = AnswerHeaders.References(
            [
                AnswerHeaders.RequestId, AnswerHeaders.Version,
                .. IsCommand ? [AnswerHeaders.IdempotencyKey, AnswerHeaders.Replayed, AnswerHeaders.Original] : Array.Empty<string>(),
            ]),
            ["content"] = new JsonObject { [_answer is { Shape: AnswerShape.Csv } ? "text/csv" : "application/json"] = content },
        };
    }

    private JsonObject Schema()
    {
        switch (_answer)
        {
            case null:
                return [];
            case { Shape: AnswerShape.Resource }:
                return schemas.Reference(_answer.Resource);
            case { Shape: AnswerShape.Csv }:
                return new JsonObject { ["type"] = "string" };
            case { Shape: AnswerShape.List }:
                return List(_answer.Resource, "list");
            default:
                var found = List(_answer.Resource, "search_result");
                found["properties"]!["next_page"] = new JsonObject
                {
                    ["type"] = new JsonArray("string", "null"),
                    ["description"] = "What to send as `page` for those that follow.",
                };
                found["required"]!.AsArray().Add("next_page");
                return found;
        }
    }

    private JsonObject List(Type resource, string word) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["object"] = new JsonObject { ["type"] = "string", ["enum"] = ParamSchemas.Names([word]) },
            ["url"] = new JsonObject { ["type"] = "string", ["description"] = "The path of the list." },
            ["has_more"] = new JsonObject { ["type"] = "boolean", ["description"] = "Whether more follow in the direction of reading." },
            ["total_count"] = new JsonObject { ["type"] = "integer", ["description"] = "All that the filters leave, when asked for." },
            ["data"] = new JsonObject
            {
                ["type"] = "array",
                ["items"] = schemas.Reference(resource),
                ["description"] = "Newest first.",
                ["maxItems"] = ListQuery.LimitMax,
            },
        },
        ["required"] = ParamSchemas.Names(["object", "url", "has_more", "data"]),
        ["additionalProperties"] = false,
    };
}
