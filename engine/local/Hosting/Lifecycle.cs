using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>The start and the stop of a silo, in stages.</summary>
    public interface ISiloLifecycle : ILifecycleObservable;
}

namespace Orleans
{
    public interface ILifecycleObservable
    {
        /// <summary>Observers of lower stages start first and stop last; those of one stage run together.</summary>
        IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer);
    }

    public interface ILifecycleObserver
    {
        Task OnStart(CancellationToken cancellationToken = default);

        Task OnStop(CancellationToken cancellationToken = default);
    }

    /// <summary>A service registered under this type is asked to subscribe before the silo starts.</summary>
    public interface ILifecycleParticipant<TLifecycleObservable>
        where TLifecycleObservable : ILifecycleObservable
    {
        void Participate(TLifecycleObservable lifecycle);
    }

    public static class ServiceLifecycleStage
    {
        public const int First = int.MinValue;
        public const int RuntimeInitialize = 2000;
        public const int RuntimeServices = 4000;
        public const int RuntimeStorageServices = 6000;
        public const int RuntimeGrainServices = 8000;
        public const int ApplicationServices = 10000;
        public const int GrainDeactivation = BecomeActive - 1;
        public const int BecomeActive = Active - 1;
        public const int Active = 20000;
        public const int Last = int.MaxValue;
    }

    public static class LifecycleExtensions
    {
        public static IDisposable Subscribe(
            this ILifecycleObservable observable, string observerName, int stage, Func<CancellationToken, Task> onStart, Func<CancellationToken, Task>? onStop = null) =>
            observable.Subscribe(observerName, stage, new Observer(onStart, onStop ?? (_ => Task.CompletedTask)));

        public static IDisposable Subscribe<TObserver>(
            this ILifecycleObservable observable, int stage, Func<CancellationToken, Task> onStart, Func<CancellationToken, Task>? onStop = null) =>
            observable.Subscribe(typeof(TObserver).FullName!, stage, onStart, onStop);

        private sealed class Observer(Func<CancellationToken, Task> onStart, Func<CancellationToken, Task> onStop) : ILifecycleObserver
        {
            public Task OnStart(CancellationToken cancellationToken = default) => onStart(cancellationToken);

            public Task OnStop(CancellationToken cancellationToken = default) => onStop(cancellationToken);
        }
    }
}

namespace Orleans.Local
{
    internal sealed class SiloLifecycle : ISiloLifecycle
    {
        private readonly List<Subscription> _subscriptions = [];
        private int? _highestStarted;

        public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
        {
            var subscription = new Subscription(this, stage, observer);
            _subscriptions.Add(subscription);
            return subscription;
        }

        public async Task Start(CancellationToken cancellationToken)
        {
            foreach (var stage in _subscriptions.GroupBy(subscription => subscription.Stage).OrderBy(group => group.Key).ToList())
            {
                cancellationToken.ThrowIfCancellationRequested();
                _highestStarted = stage.Key;
                await Task.WhenAll(stage.Select(subscription => subscription.Observer.OnStart(cancellationToken)));
            }
        }

        public async Task Stop(Action<Exception> onError, CancellationToken cancellationToken)
        {
            var started = _subscriptions.Where(subscription => subscription.Stage <= _highestStarted);
            foreach (var stage in started.GroupBy(subscription => subscription.Stage).OrderByDescending(group => group.Key).ToList())
            {
                try
                {
                    await Task.WhenAll(stage.Select(subscription => subscription.Observer.OnStop(cancellationToken)));
                }
                catch (Exception exception)
                {
                    onError(exception);
                }
            }

            _highestStarted = null;
        }

        private sealed record Subscription(SiloLifecycle Lifecycle, int Stage, ILifecycleObserver Observer) : IDisposable
        {
            public void Dispose() => Lifecycle._subscriptions.Remove(this);
        }
    }
}
