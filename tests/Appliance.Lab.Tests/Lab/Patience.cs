// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Lab.Tests.Lab;

/// <summary>
/// How long the lab waits. The guest is emulated, some ten times slower than the machine, and the machine may be busy: each limit is ten
/// times what was measured on an idle one, or more. A good run never comes near.
/// </summary>
internal static class Patience
{
    /// <summary>Building the guest from packages; 80 s measured.</summary>
    public static readonly TimeSpan Build = TimeSpan.FromMinutes(15);

    /// <summary>From power to the first command; 12 s measured.</summary>
    public static readonly TimeSpan Boot = TimeSpan.FromMinutes(5);

    /// <summary>A start of the service in the guest; 40 s of a processor.</summary>
    public static readonly TimeSpan Service = TimeSpan.FromMinutes(10);

    /// <summary>One command in the guest, where the test names no other limit.</summary>
    public static readonly TimeSpan Command = TimeSpan.FromMinutes(2);

    /// <summary>One request to QEMU or to the agent.</summary>
    public static readonly TimeSpan Request = TimeSpan.FromMinutes(1);

    /// <summary>A program of this machine (mtools, qemu-img).</summary>
    public static readonly TimeSpan Tool = TimeSpan.FromMinutes(1);

    /// <summary>Between two looks at something that tells nothing by itself.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <summary>The pause after a pause: half as long again, up to 0.3 s, since each look costs the guest time.</summary>
    public static TimeSpan Later(TimeSpan pause) => TimeSpan.FromMilliseconds(Math.Min(pause.TotalMilliseconds * 1.5, 300));
}
