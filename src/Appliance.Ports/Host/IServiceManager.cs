// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Host;

/// <summary>
/// Who started this program and watches it. A message says nothing about whether anybody acted on it; a lost one never ends the program. All
/// members may be called from any thread.
/// </summary>
public interface IServiceManager
{
    /// <summary>The program is taken for hung, and ended, when <see cref="Alive"/> was not heard for so long; null when nobody watches.</summary>
    TimeSpan? WatchdogLimit { get; }

    /// <summary>The program can be used from now on; also begins the watch.</summary>
    /// <param name="status">What it is doing, in a sentence.</param>
    /// <returns>Whether the message was delivered.</returns>
    bool Ready(string status);

    /// <summary>What the program is doing, in a sentence.</summary>
    /// <returns>Whether the message was delivered.</returns>
    bool Status(string status);

    /// <summary>The program makes progress.</summary>
    /// <returns>Whether the message was delivered.</returns>
    bool Alive();

    /// <summary>The program is about to end in order.</summary>
    /// <returns>Whether the message was delivered.</returns>
    bool Stopping();
}
