using System.CommandLine;
using System.Net;

namespace PayGate.Cli.Commands;

/// <summary>Options that several verbs have, with equal meaning.</summary>
internal static class SharedOptions
{
    public static Option<string> Data() => new("--data")
    {
        Description = "Directory that keeps the database and the secrets.",
        DefaultValueFactory = _ => ".paygate",
        HelpName = "DIR",
    };

    public static Option<int> Port() => new("--port")
    {
        Description = "Port to listen on; 0 takes a free one.",
        DefaultValueFactory = _ => 8080,
        HelpName = "PORT",
    };

    public static Option<string> Bind() => new("--bind")
    {
        Description = "Address to listen on.",
        DefaultValueFactory = _ => "127.0.0.1",
        HelpName = "ADDRESS",
    };

    public static Option<string?> PublicUrl() => new("--public-url")
    {
        Description = "Scheme and host under which the public reaches PayGate, for example https://pay.example.com behind a proxy.",
        HelpName = "URL",
    };

    /// <summary>Null when the option was not given.</summary>
    /// <exception cref="SetupException">More or less than scheme, host and port.</exception>
    public static Uri? PublicUrl(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            && url is { Host.Length: > 0, UserInfo: "", PathAndQuery: "/", Fragment: "" }
            ? url
            : throw new SetupException($"{text} is not scheme and host alone: give --public-url a URL such as https://pay.example.com.");
    }

    /// <exception cref="SetupException">Not an address or a port.</exception>
    public static IPEndPoint EndPoint(string bind, int port)
    {
        if (port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
        {
            throw new SetupException($"{port} is not a port: give --port a number from 0 to {IPEndPoint.MaxPort}.");
        }

        return bind == "localhost" ? new IPEndPoint(IPAddress.Loopback, port)
            : IPAddress.TryParse(bind, out var address) ? new IPEndPoint(address, port)
            : throw new SetupException($"{bind} is not an address: give --bind an IP address such as 127.0.0.1 or 0.0.0.0.");
    }
}
