// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Remote;

/// <summary>A way in for a tester: bytes come and go, what they mean is known above. Life cycle: create → <see cref="Open"/> → dispose.</summary>
public interface IRemoteDoor : IDisposable
{
    /// <summary>What it is called in logs, with its port or device.</summary>
    string Name { get; }

    /// <summary>Raised on any thread when callers can no longer come in (a sentence) and when they can again (null).</summary>
    event Action<string?>? TroubleChanged;

    /// <summary>Lets callers in from now on; a door that cannot be opened is told by <see cref="TroubleChanged"/> and tried again.</summary>
    /// <param name="answer">Begins a conversation with a caller; it is disposed when the caller is gone.</param>
    void Open(Func<IRemoteCaller, IRemoteConversation> answer);
}

/// <summary>The other end.</summary>
public interface IRemoteCaller
{
    /// <summary>Greets a new caller as a terminal server does; a serial line does not.</summary>
    bool WantsGreeting { get; }

    /// <summary>Sends bytes, in order. Returns at once: they leave on a thread of the door. A caller who does not read is cut off.</summary>
    void Send(ReadOnlySpan<byte> bytes);

    /// <summary>Whether the connection has a speed, and can have this one.</summary>
    bool HasSpeed(int baud);

    /// <summary>Changes the speed once everything sent has left; of a connection that <see cref="HasSpeed"/>.</summary>
    void ChangeSpeed(int baud);
}

/// <summary>What answers one caller. Called by one thread at a time.</summary>
public interface IRemoteConversation : IDisposable
{
    /// <summary>Takes bytes as they came, cut anywhere.</summary>
    void Take(ReadOnlySpan<byte> bytes);
}
