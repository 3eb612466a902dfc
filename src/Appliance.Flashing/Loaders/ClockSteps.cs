// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;
using Appliance.Targets;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Loaders;

/// <summary>Raises the clock of a target as its data say, and puts it back.</summary>
internal sealed class ClockSteps(IMemory memory, ITargetClock clock, ClockChange? change)
{
    /// <summary>Oscillators and PLLs of these chips are ready within 2 ms (F1 datasheets, PLL lock time 200 µs); this is far beyond it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    private bool _raised;

    /// <summary>Raises it.</summary>
    public void Raise(CancellationToken cancel)
    {
        if (change is null || _raised)
            return;
        _raised = true;
        Run(change.Raise, cancel);
    }

    /// <summary>Puts it back, also after half a raise.</summary>
    public void Restore()
    {
        if (change is null || !_raised)
            return;
        Run(change.Restore, CancellationToken.None);
        memory.Flush();
        _raised = false;
    }

    private void Run(IReadOnlyList<RegisterStep> steps, CancellationToken cancel)
    {
        foreach (var step in steps)
        {
            if (step.WaitMask != 0)
                Wait(step, cancel);
            else
                memory.WriteWord(step.Address, (memory.ReadWord(step.Address) & ~step.Clear) | step.Set);
        }
    }

    private void Wait(RegisterStep step, CancellationToken cancel)
    {
        var deadline = clock.Now + Patience;
        uint value;
        while (((value = memory.ReadWord(step.Address)) & step.WaitMask) != step.WaitValue)
        {
            cancel.ThrowIfCancellationRequested();
            if (clock.Now > deadline)
            {
                throw new FlashException(
                    FlashFault.LoaderFailed, $"The clock of the target cannot be changed: 0x{step.Address:x8} does not show it.", step.Address,
                    $"0x{step.WaitValue:x8} under mask 0x{step.WaitMask:x8}", $"0x{value:x8}");
            }
        }
    }
}
