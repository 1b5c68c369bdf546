using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PayGate.Api.Hosting;
using PayGate.Api.Http;
using PayGate.Bank.Hosting;
using PayGate.Cli.Migrations;
using PayGate.Cli.Secrets;
using PayGate.EncryptionKeys;
using PayGate.Silo.Erasure;
using PayGate.Silo.Hosting;
using PayGate.Silo.Keys;

namespace PayGate.Cli.Hosting;

/// <summary>The composition root: one web application that holds the chosen roles, run until it is asked to stop.</summary>
public static class PayGateHost
{
    /// <summary>Longer than the longest call into an actor that answers normally, shorter than the grace that Kubernetes gives by default (30 s).</summary>
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(25);

    /// <summary>Runs to the end. <paramref name="ready"/> is called once, when <c>/readyz</c> answers 200.</summary>
    /// <exception cref="SetupException">The port is taken, or the process does not become ready.</exception>
    public static async Task<int> RunAsync(HostSettings settings, StopSignals signals, Func<Uri, Task> ready)
    {
        await using var app = await Build(settings, _ => { }, signals.Stop);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(signals.Stop, app.Lifetime.ApplicationStopping);
        try
        {
            await app.StartAsync(signals.Stop);
        }
        catch (IOException exception) when (exception.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new SetupException($"{settings.EndPoint} is in use: stop what listens there, or choose another port with --port.", exception);
        }

        try
        {
            var address = PublicAddress(app, settings.EndPoint.Address);
            await Readiness.WaitAsync(address, ended.Token);
            await ready(address);
            await Task.Delay(Timeout.InfiniteTimeSpan, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // Asked to stop, which is how every run ends.
        }

        // Stops in the reverse order of start: first the listener with the requests under way, then the API, the silo and the bank.
        await app.StopAsync(signals.Hurry);
        return signals.Stop.IsCancellationRequested ? 0 : 1;
    }

    /// <summary>The whole application, not started. <paramref name="replace"/> registers before everything else what takes the place of a default.</summary>
    internal static async Task<WebApplication> Build(HostSettings settings, Action<IServiceCollection> replace, CancellationToken cancellationToken)
    {
        // Settings files of the directory that PayGate happens to be started in are not PayGate's.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        var stopping = CancellationToken.None;
        ConfigureLogs(builder.Logging, settings.LogsForPeople, () => stopping.IsCancellationRequested);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(settings.EndPoint);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = DrainTimeout);
        replace(builder.Services);
        await AddRoles(builder, settings, cancellationToken);
        var app = builder.Build();
        stopping = app.Lifetime.ApplicationStopping;
        if (settings.Roles.HasFlag(HostRoles.Api))
        {
            app.MapPayGate();
        }
        else
        {
            app.MapGet("/healthz", () => Results.Ok());
            app.MapGet("/readyz", () => Results.Ok());
        }

        return app;
    }

    private static async Task AddRoles(WebApplicationBuilder builder, HostSettings settings, CancellationToken cancellationToken)
    {
        if ((settings.Roles & (HostRoles.Silo | HostRoles.Bank)) == HostRoles.Silo)
        {
            throw new SetupException("Role silo calls the bank in its own process: give --roles silo,bank, and api where it is wanted.");
        }

        builder.Services.AddSandboxClock(settings.ConnectionString(ClockRole(settings.Roles)));
        if (settings.Roles.HasFlag(HostRoles.Bank))
        {
            builder.Services.AddPayGateBank(
                BankSettings.From(settings.ConnectionString(DatabaseRole.Bank), sandbox: true, Environment.GetEnvironmentVariable));
        }

        KeyHierarchy? keys = null;
        if (settings.Roles.HasFlag(HostRoles.Silo))
        {
            var silo = new SiloOptions
            {
                ConnectionString = settings.ConnectionString(DatabaseRole.Silo),
                DataDirectory = settings.DataDirectory,
                Sandbox = true,
                Cluster = settings.Cluster,
                Keys = KeyVariables.Read(Environment.GetEnvironmentVariable),
                RootKey = settings.RootKey,
                ErasureFile = ErasureVariables.Read(Environment.GetEnvironmentVariable),
                BooksKeyFile = BooksVariables.KeyFile(Environment.GetEnvironmentVariable),
                BooksRootsFile = BooksVariables.RootsFile(Environment.GetEnvironmentVariable),
                Rates = RateVariables.Read(Environment.GetEnvironmentVariable),
            };
            keys = await OpenKeys(silo, cancellationToken);
            await EraseAgain(silo, cancellationToken);
            AddSilo(builder, silo, keys);
        }

        if (settings.Roles.HasFlag(HostRoles.Api))
        {
            if (!settings.Roles.HasFlag(HostRoles.Silo))
            {
                builder.AddClusterClient(settings.Cluster, settings.ConnectionString(DatabaseRole.Api));
            }

            builder.AddPayGateApi(ApiOptionsOf(settings), keys?.ApiSecrets ?? FollowApiSecrets(builder.Services, settings.DataDirectory));
        }
    }

    /// <summary>One of those whose connection string this process has.</summary>
    private static DatabaseRole ClockRole(HostRoles roles) =>
        roles.HasFlag(HostRoles.Silo) ? DatabaseRole.Silo : roles.HasFlag(HostRoles.Api) ? DatabaseRole.Api : DatabaseRole.Bank;

    private static ApiOptions ApiOptionsOf(HostSettings settings)
    {
        var credential = OperatorCredential.Load(settings.DataDirectory, Environment.GetEnvironmentVariable);
        return new ApiOptions
        {
            ConnectionString = settings.ConnectionString(DatabaseRole.Api),
            DataDirectory = settings.DataDirectory,
            WebDirectory = WebFiles.Find(),
            PublicUrl = settings.PublicUrl,
            Sandbox = true,
            Operator = new OperatorLogin(credential.User, credential.Password),
        };
    }

    /// <exception cref="SetupException">The root key cannot be used; the message says what to do.</exception>
    private static async Task<KeyHierarchy> OpenKeys(SiloOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await VaultHosting.OpenKeys(options, cancellationToken);
        }
        catch (RootKeyException exception)
        {
            throw new SetupException(exception.Message, exception);
        }
    }

    /// <summary>Before the silo joins a cluster, and so before any API process finds one to talk to.</summary>
    /// <exception cref="SetupException">The list cannot be read.</exception>
    /// <exception cref="SetupException">The key of the books cannot be used.</exception>
    private static void AddSilo(WebApplicationBuilder builder, SiloOptions silo, KeyHierarchy keys)
    {
        try
        {
            builder.AddPayGateSilo(silo, keys);
        }
        catch (InvalidDataException exception)
        {
            throw new SetupException(exception.Message, exception);
        }
    }

    private static async Task EraseAgain(SiloOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await ErasureReplay.Run(options.ConnectionString, options.Erasures, TimeProvider.System, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            throw new SetupException(exception.Message, exception);
        }
    }

    /// <exception cref="SetupException">There is no such file.</exception>
    private static ApiSecrets FollowApiSecrets(IServiceCollection services, string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, ApiSecretsFile.FileName);
        if (!File.Exists(path))
        {
            throw new SetupException($"{path} is missing: a process with role silo writes it at start; copy it here, or mount it.");
        }

        var secrets = ApiSecretsDocument.Read(File.ReadAllBytes(path));
        services.AddHostedService(provider => new ApiSecretsFollower(path, secrets, provider.GetRequiredService<ILogger<ApiSecretsFollower>>()));
        return secrets;
    }

    private static void ConfigureLogs(ILoggingBuilder logging, bool forPeople, Func<bool> isStopping)
    {
        logging.ClearProviders();
        if (forPeople)
        {
            logging.AddSimpleConsole(console => console.SingleLine = true);
            logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
                console => console.LogToStandardErrorThreshold = LogLevel.Trace);
            logging.SetMinimumLevel(LogLevel.Warning);
            // Orleans' warnings are advice for those who run a cluster.
            logging.AddFilter("Orleans", LogLevel.Error);
            // The Orleans Dashboard asks for its figures until it is stopped itself, and by then nobody may be left to answer.
            logging.AddFilter("Orleans.Messaging", level => level >= LogLevel.Error && !isStopping());
        }
        else
        {
            logging.AddJsonConsole();
            // Two lines for each request would cost more than the request.
            logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        }
    }

    private static Uri PublicAddress(WebApplication app, IPAddress bound)
    {
        var port = new Uri(app.Urls.Single().Replace("[::]", "localhost", StringComparison.Ordinal)).Port;
        return bound.Equals(IPAddress.Any) || bound.Equals(IPAddress.IPv6Any)
            ? new Uri($"http://localhost:{port}")
            : new Uri($"http://{new IPEndPoint(bound, port)}");
    }
}
