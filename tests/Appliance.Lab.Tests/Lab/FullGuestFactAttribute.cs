// SPDX-License-Identifier: Apache-2.0
using Appliance.Lab.Tests.PowerCuts;

namespace Appliance.Lab.Tests.Lab;

/// <summary>A fact in the Linux guest about a library that only the full package set has.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FullGuestFactAttribute : FactAttribute
{
    public FullGuestFactAttribute()
    {
        if (!LiteDbWriter.IsThere) Skip = "LiteDB is in the full package set alone";
        else if (!HostProgram.Required) Skip = GuestFactAttribute.WhyNot();
    }
}
