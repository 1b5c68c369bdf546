using System.Diagnostics.CodeAnalysis;

namespace PayGate.Api.Http;

/// <summary>
/// The secret by which a browser may read and confirm one object: its id, <c>_secret_</c>, and a keyed hash of the id. It is never stored.
/// </summary>
public interface IClientSecrets
{
    /// <summary>The client secret of an object, for example <c>pi_…_secret_…</c>; always the same for the same object and key.</summary>
    [SuppressMessage("Naming", "CA1716", Justification = "The gateway is written in C# alone, where For is a free word.")]
    string For(string objectId);

    /// <summary>Whether the candidate is the object's secret, compared in constant time.</summary>
    bool Matches(string objectId, string candidate);
}
