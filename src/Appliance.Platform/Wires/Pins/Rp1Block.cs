// SPDX-License-Identifier: Apache-2.0
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Appliance.Platform.Wires.Pins;

/// <summary>
/// Pins 0 to 27 of the RP1 (Raspberry Pi 5) through its registered I/O block. Register offsets: RP1 Peripherals (2023), 2.3 (blocks, from IO_BANK0
/// on), 2.4 (atomic access), 3.1 (GPIO). SET and CLR change our bits alone, so nothing is read back and written.
/// </summary>
/// <param name="registers">IO_BANK0, SYS_RIO0 and PADS_BANK0, from the first register of IO_BANK0 on.</param>
internal readonly struct Rp1Block<TRegisters>(TRegisters registers) : IPinBlock
    where TRegisters : struct, IRegisters
{
    private const int IoBank0 = 0x00000;
    private const int SysRio0 = 0x10000;
    private const int PadsBank0 = 0x20000;
    private const int Set = 0x2000;
    private const int Clr = 0x3000;
    private const int RioOut = SysRio0 + 0x00;
    private const int RioOe = SysRio0 + 0x04;
    private const int RioIn = SysRio0 + 0x08;

    private const uint FunctionMask = 0x1F;
    private const uint FunctionSysRio = 5;
    private const uint PadOutputDisable = 1 << 7;
    private const uint PadInputEnable = 1 << 6;
    private const uint PadPullUp = 1 << 3;
    private const uint PadPullDown = 1 << 2;

    /// <inheritdoc/>
    public void Take(uint pins, uint pulledUp)
    {
        Release(pins);
        for (var rest = pins; rest != 0; rest &= rest - 1)
        {
            var pin = BitOperations.TrailingZeroCount(rest);
            var pad = PadsBank0 + sizeof(uint) + (pin * sizeof(uint));
            var value = (registers.Load(pad) & ~PadOutputDisable) | PadInputEnable;
            Write(pad, ((pulledUp >> pin) & 1) == 0 ? value : (value & ~PadPullDown) | PadPullUp);
            var control = IoBank0 + sizeof(uint) + (pin * 2 * sizeof(uint));
            Write(control, (registers.Load(control) & ~FunctionMask) | FunctionSysRio);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Put(uint low, uint high)
    {
        Write(RioOut + Clr, low);
        Raise(high);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Raise(uint high) => Write(RioOut + Set, high);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Level() => registers.Load(RioIn);

    /// <inheritdoc/>
    public void Drive(uint pins) => Write(RioOe + Set, pins);

    /// <inheritdoc/>
    public void Release(uint pins) => Write(RioOe + Clr, pins);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write(int offset, uint value)
    {
        registers.Store(offset, value);
        registers.Barrier();
    }
}
