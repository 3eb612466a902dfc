// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Browser.Seed;

/// <summary>A clock that is set by hand, for records of days gone by.</summary>
internal sealed class SeedClock(DateTimeOffset start) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.UtcTicks;
}
