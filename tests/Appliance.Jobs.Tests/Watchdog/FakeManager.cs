// SPDX-License-Identifier: Apache-2.0
using System.Threading.Channels;
using Appliance.Ports.Host;

namespace Appliance.Jobs.Tests.Watchdog;

/// <summary>A service manager that notes what it hears.</summary>
internal sealed class FakeManager : IServiceManager
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Channel<string> _heard = Channel.CreateUnbounded<string>();

    public TimeSpan? WatchdogLimit { get; init; } = TimeSpan.FromSeconds(40);

    public bool Ready(string status) => Hear($"READY {status}");

    public bool Status(string status) => Hear($"STATUS {status}");

    public bool Alive() => Hear("ALIVE");

    public bool Stopping() => Hear("STOPPING");

    /// <summary>What it hears next.</summary>
    public async Task<string> Next() => await _heard.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>Whether it has heard anything that was not asked for yet.</summary>
    public bool HasHeard => _heard.Reader.TryPeek(out _);

    private bool Hear(string word) => _heard.Writer.TryWrite(word);
}
