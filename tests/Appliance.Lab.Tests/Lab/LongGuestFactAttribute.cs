// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Lab.Tests.Lab;

/// <summary>A fact in the Linux guest that takes too long for every run: <c>./test --long</c> has it, <c>./test</c> counts it as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongGuestFactAttribute : FactAttribute
{
    public LongGuestFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("APPLIANCE_LONG") != "1") Skip = "runs in ./test --long";
        else if (!HostProgram.Required) Skip = GuestFactAttribute.WhyNot();
    }
}
