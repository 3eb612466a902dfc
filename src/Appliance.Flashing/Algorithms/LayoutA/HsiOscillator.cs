// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;
using Appliance.Targets;

namespace Appliance.Flashing.Algorithms.LayoutA;

/// <summary>The internal oscillator. It clocks the charge pump: erase and program need it on (PM0075 section 2.3, RM0091 section 3.2.2).</summary>
internal static class HsiOscillator
{
    /// <summary>RCC_CR of STM32F0, F1 and F3 (RM0008 section 7.3.1, RM0091 section 6.4.1).</summary>
    private const uint RccCr = 0x40021000;

    private const uint HsiOn = 1u << 0;
    private const uint HsiReady = 1u << 1;

    /// <summary>Start-up takes 2 µs at most (DS5319 table 24, tsu(HSI)); this is far beyond it.</summary>
    private static readonly TimeSpan StartUp = TimeSpan.FromMilliseconds(5);

    /// <summary>Switches it on where it is off; changes nothing else.</summary>
    public static void Ensure(IMemory memory, ITargetClock clock, CancellationToken cancel)
    {
        var value = memory.ReadWord(RccCr);
        if ((value & HsiReady) != 0)
            return;
        memory.WriteWord(RccCr, value | HsiOn);
        var deadline = clock.Now + StartUp;
        while (((value = memory.ReadWord(RccCr)) & HsiReady) == 0)
        {
            cancel.ThrowIfCancellationRequested();
            if (clock.Now > deadline)
            {
                throw new FlashException(
                    FlashFault.NotUnlocked, "The internal oscillator (HSI) that erase and program need does not start.", RccCr, "HSIRDY set",
                    $"RCC_CR 0x{value:x8}");
            }
        }
    }
}
