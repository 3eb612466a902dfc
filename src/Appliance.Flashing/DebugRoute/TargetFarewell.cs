// SPDX-License-Identifier: Apache-2.0
using Appliance.Probes;
using Appliance.Targets.CortexM;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.DebugRoute;

/// <summary>Leaves a target as the project wants it.</summary>
internal sealed class TargetFarewell(CortexMCore core, ChipDescription chip, ResetKind reset)
{
    /// <summary>Resets and gives the target back. Run: nothing of the debugger stays switched on.</summary>
    public void Leave(FinalState state)
    {
        switch (state)
        {
            case FinalState.Run:
                Unfreeze();
                new CoreReset(core).Run(reset);
                core.Release();
                DebugPortPower.Down(core.Link);
                break;
            case FinalState.Halt:
                new CoreReset(core).Halt(reset);
                break;
            case FinalState.Leave:
                Unfreeze();
                core.Release();
                DebugPortPower.Down(core.Link);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(state), state, "Not a final state.");
        }
    }

    /// <summary>The freeze bits outlive every reset but power-on; left set they would cost the product its sleep current.</summary>
    private void Unfreeze()
    {
        foreach (var freeze in chip.Debug)
            core.Memory.WriteWord(freeze.Address, core.Memory.ReadWord(freeze.Address) & ~freeze.SetBits);
        core.Memory.Flush();
    }
}
