// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Layout;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing;

/// <summary>Tells what a route cannot do of what a project asks for, before a board is touched.</summary>
public static class RoutePolicy
{
    /// <summary>Checks a policy against a route.</summary>
    /// <param name="policy">What the project asks for.</param>
    /// <param name="route">What the route can do.</param>
    /// <exception cref="FlashException"><see cref="FlashFault.Unsupported"/>, naming what is missing.</exception>
    public static void Require(FlashPolicy policy, SessionCapabilities route)
    {
        if (policy.Verify == VerifyMethod.Crc)
            Require(route, SessionCapabilities.TargetCrc, "compute a CRC on the target; use verify \"readback\"");
        else
            Require(route, SessionCapabilities.Readback, "read the flash back; use verify \"crc\"");
        if (policy.Erase == EraseRequest.Chip)
            Require(route, SessionCapabilities.MassErase, "erase the whole chip");
        else if (policy.Erase == EraseRequest.Changed)
            Require(route, SessionCapabilities.TargetCrc | SessionCapabilities.SectorErase, "compare sectors by a CRC on the target");
        else if (policy.Erase is EraseRequest.Sectors or EraseRequest.Used)
            Require(route, SessionCapabilities.SectorErase, "erase single sectors");
    }

    /// <summary>Guards each step that touches the flash.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="chip">The chip of the session.</param>
    /// <param name="identified">The target on the wire was identified since it was connected.</param>
    /// <param name="route">What the route can do.</param>
    /// <exception cref="InvalidOperationException">The target was not identified, or the plan is for another chip.</exception>
    /// <exception cref="FlashException"><see cref="FlashFault.Unsupported"/>, naming what is missing.</exception>
    public static void RequireReady(FlashPlan plan, ChipDescription chip, bool identified, SessionCapabilities route)
    {
        if (!identified) throw new InvalidOperationException("The target must be identified before its flash is touched.");
        if (plan.Target != chip.Name) throw new InvalidOperationException($"The plan is for {plan.Target}, the session for {chip.Name}.");
        Require(new FlashPolicy(EraseRequest.Auto, plan.Verify, 1), route);
        if (plan.Loaders.Count > 0)
            Require(route, SessionCapabilities.VendorLoaders, "run the loaders the project names");
    }

    private static void Require(SessionCapabilities route, SessionCapabilities needed, string what)
    {
        if (!route.HasFlag(needed))
            throw new FlashException(FlashFault.Unsupported, $"This probe and chip cannot {what}.", null, needed.ToString(), route.ToString());
    }
}
