// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;

namespace Appliance.Platform.Wires.Pins;

/// <summary>
/// Pins 0 to 31 of a BCM2837 or BCM2711. Register offsets: BCM2835 ARM Peripherals (2012), 6.1; BCM2711 ARM Peripherals (2022), 5.2. A
/// barrier follows each store.
/// </summary>
/// <param name="registers">The GPIO block from its first register on.</param>
/// <param name="clockedPulls">Pulls are clocked into the pins (BCM2837) and not held in registers of their own (BCM2711).</param>
internal readonly struct BcmBlock<TRegisters>(TRegisters registers, bool clockedPulls) : IPinBlock
    where TRegisters : struct, IRegisters
{
    private const int Gpfsel0 = 0x00;
    private const int Gpset0 = 0x1C;
    private const int Gpclr0 = 0x28;
    private const int Gplev0 = 0x34;
    private const int Gppud = 0x94;
    private const int Gppudclk0 = 0x98;
    private const int GpioPupPdnCntrlReg0 = 0xE4;

    private const int PinsOfSelect = 10;
    private const int SelectWords = 4;
    private const uint LowestOfSelect = 0x09249249; // bit 0 of each of ten fields of three bits; 001 is output, 000 is input
    private const int PinsOfPull = 16;
    private const uint ClockedPullUp = 2;
    private const int PullCycles = 150; // "wait 150 cycles" of GPPUD and GPPUDCLK; loads of the block take longer than a cycle each

    /// <inheritdoc/>
    public void Take(uint pins, uint pulledUp)
    {
        Release(pins);
        if (clockedPulls) ClockPulls(pulledUp);
        else WritePulls(pulledUp);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(uint low, uint high)
    {
        registers.Store(Gpclr0, low);
        registers.Barrier();
        Raise(high);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Raise(uint high)
    {
        registers.Store(Gpset0, high);
        registers.Barrier();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Level() => registers.Load(Gplev0);

    /// <inheritdoc/>
    public void Drive(uint pins) => Select(pins, output: true);

    /// <inheritdoc/>
    public void Release(uint pins) => Select(pins, output: false);

    /// <summary>Function select words hold pins that are not ours: read, changed, written, each word just before it is written.</summary>
    private void Select(uint pins, bool output)
    {
        for (var word = 0; word < SelectWords; word++, pins >>= PinsOfSelect)
        {
            var lowest = Spread(pins & ((1 << PinsOfSelect) - 1));
            if (lowest == 0) continue;
            var offset = Gpfsel0 + (word * sizeof(uint));
            var others = registers.Load(offset) & ~(lowest * 7);
            registers.Store(offset, output ? others | lowest : others);
            registers.Barrier();
        }
    }

    /// <summary>Bit n of ten goes to bit 3 n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Spread(uint pins)
    {
        pins = (pins | (pins << 16)) & 0x030000FF;
        pins = (pins | (pins << 8)) & 0x0300F00F;
        pins = (pins | (pins << 4)) & 0x030C30C3;
        return (pins | (pins << 2)) & LowestOfSelect;
    }

    private void ClockPulls(uint pulledUp)
    {
        Write(Gppud, ClockedPullUp);
        Rest();
        Write(Gppudclk0, pulledUp);
        Rest();
        Write(Gppud, 0);
        Write(Gppudclk0, 0);
    }

    private void WritePulls(uint pulledUp)
    {
        for (var word = 0; word < 2; word++)
        {
            uint fields = 0, up = 0;
            for (var pin = 0; pin < PinsOfPull; pin++)
            {
                if (((pulledUp >> ((word * PinsOfPull) + pin)) & 1) == 0) continue;
                fields |= 3u << (2 * pin);
                up |= 1u << (2 * pin);
            }

            if (fields == 0) continue;
            var offset = GpioPupPdnCntrlReg0 + (word * sizeof(uint));
            Write(offset, (registers.Load(offset) & ~fields) | up);
        }
    }

    private void Write(int offset, uint value)
    {
        registers.Store(offset, value);
        registers.Barrier();
    }

    private void Rest()
    {
        for (var i = 0; i < PullCycles; i++) registers.Barrier();
    }
}
