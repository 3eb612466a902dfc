// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus.Mailbox;
using Appliance.Targets;

namespace Appliance.Flashing.Fus.Connection;

/// <summary>
/// Tells whether the chip was reset since it was last asked, however short that was: the reset flags of RCC stay until they are removed, and a word in RAM is
/// lost with the power.
/// </summary>
/// <param name="canary">A word of RAM that nobody else uses.</param>
internal sealed class ResetWitness(uint canary)
{
    private const uint Mark = 0x5A17_C0DE;

    /// <summary>Begins anew: what was before does not count.</summary>
    public void Arm(IMemory memory)
    {
        var flags = memory.ReadWord(WbRegisters.ResetFlags);
        memory.WriteWord(WbRegisters.ResetFlags, flags | WbRegisters.RemoveResetFlags);
        memory.WriteWord(WbRegisters.ResetFlags, flags & ~WbRegisters.RemoveResetFlags);
        memory.WriteWord(canary, Mark);
        memory.Flush();
    }

    /// <summary>Whether there was a reset; the next look begins anew then.</summary>
    public bool Look(IMemory memory)
    {
        var seen = (memory.ReadWord(WbRegisters.ResetFlags) & WbRegisters.AnyReset) != 0 || memory.ReadWord(canary) != Mark;
        if (seen)
            Arm(memory);
        return seen;
    }
}
