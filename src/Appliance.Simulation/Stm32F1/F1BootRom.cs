// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.BootLoaders;
using Appliance.Simulation.Bus;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Stm32F1;

/// <summary>
/// What the ROM of an STM32F1 does with its flash (AN2606, AN2662, AN3155). Stricter than silicon: a half-word that is not blank is a violation, whatever is
/// written to it.
/// </summary>
internal sealed class F1BootRom(SimulatedChip chip) : IBootRom
{
    /// <summary>RAM of the boot loader itself: 512 bytes in the smaller parts, more in F105, F107 and XL (AN2606).</summary>
    private const uint OwnRam = 0x200;
    private const int ReadProtectionAt = 0;
    private const int WriteProtectionAt = 8;
    private const byte Unprotected = 0xA5;

    private readonly F1Inside _inside = chip.Inside as F1Inside ?? throw new ArgumentException($"No boot loader of {chip.Part.Name} is simulated.", nameof(chip));
    private readonly Stm32F1Part _part = (Stm32F1Part)chip.Part;

    private F1Flash Cells => _inside.FlashController;

    /// <inheritdoc/>
    public uint ProductId => chip.Part.DevId;

    /// <inheritdoc/>
    public bool ReadProtected => Cells.Options.ReadProtected;

    /// <inheritdoc/>
    public int Pages => chip.Part.FlashBytes / PageBytes;

    /// <inheritdoc/>
    public int PageBytes => _part.PageBytes;

    /// <inheritdoc/>
    public uint Flash => Stm32F1Map.Flash;

    /// <inheritdoc/>
    public uint OptionBytes => Stm32F1Map.OptionBytes;

    /// <inheritdoc/>
    public bool TryRead(uint address, Span<byte> bytes)
    {
        (uint Start, byte[] Bytes)[] all =
        [
            (Stm32F1Map.Flash, Cells.Cells.Bytes), (Stm32F1Map.Ram, chip.Ram), (_part.SystemMemory, _inside.Information.Bytes),
            (Stm32F1Map.OptionBytes, Cells.Options.Bytes),
        ];
        foreach (var (start, memory) in all)
        {
            if (!Holds(start, (uint)memory.Length, address, bytes.Length)) continue;
            memory.AsSpan((int)(address - start), bytes.Length).CopyTo(bytes);
            return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public bool TryWrite(uint address, ReadOnlySpan<byte> bytes, out long busy)
    {
        busy = 0;
        if (Holds(Stm32F1Map.Ram + OwnRam, (uint)chip.Ram.Length - OwnRam, address, bytes.Length))
        {
            bytes.CopyTo(chip.Ram.AsSpan((int)(address - Stm32F1Map.Ram)));
            return true;
        }

        if (!Holds(Stm32F1Map.Flash, (uint)chip.Part.FlashBytes, address, bytes.Length)) return false;
        for (var i = 0; i < bytes.Length; i += 2)
            busy += Program(address - Stm32F1Map.Flash + (uint)i, (ushort)(bytes[i] | (bytes[i + 1] << 8)));
        return true;
    }

    /// <inheritdoc/>
    public long WriteOptions(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Cells.Options.Bytes);
        return Cells.DrawErase(BusyKind.Options) + (bytes.Length / 2 * Cells.DrawProgram(BusyKind.Options));
    }

    /// <inheritdoc/>
    public long ErasePage(int page)
    {
        if (!IsProtected(page * PageBytes)) Cells.Cells.Erase(page * PageBytes, PageBytes);
        return Cells.DrawErase(BusyKind.PageErase);
    }

    /// <inheritdoc/>
    public long EraseAll()
    {
        for (var page = 0; page < Pages; page++)
        {
            if (!IsProtected(page * PageBytes)) Cells.Cells.Erase(page * PageBytes, PageBytes);
        }

        return Cells.DrawErase(BusyKind.MassErase);
    }

    /// <inheritdoc/>
    public long WriteProtect(ReadOnlySpan<byte> sectors)
    {
        var open = uint.MaxValue;
        foreach (var sector in sectors) open &= ~(1u << Math.Min((int)sector, 31));
        return StoreWriteProtection(open);
    }

    /// <inheritdoc/>
    public long WriteUnprotect() => StoreWriteProtection(uint.MaxValue);

    /// <inheritdoc/>
    public long ReadoutProtect()
    {
        Cells.Options.Set(ReadProtectionAt, 0);
        return Cells.DrawErase(BusyKind.Options);
    }

    /// <inheritdoc/>
    public long ReadoutUnprotect()
    {
        Cells.Options.Set(ReadProtectionAt, Unprotected);
        return Cells.DrawErase(BusyKind.Options) + Cells.EraseAllForUnprotect();
    }

    /// <inheritdoc/>
    public void Reset() => chip.ResetLine.PulseByChip(ResetCause.Software);

    private long StoreWriteProtection(uint open)
    {
        for (var i = 0; i < 4; i++) Cells.Options.Set(WriteProtectionAt + (2 * i), (byte)(open >> (8 * i)));
        return Cells.DrawErase(BusyKind.Options);
    }

    private long Program(uint offset, ushort value)
    {
        if (IsProtected((int)offset)) return 0;
        if (Memory.Get(Cells.Cells.Bytes, offset, 2) != 0xFFFF)
        {
            chip.Violations.Add($"the boot loader was told to program 0x{Stm32F1Map.Flash + offset:X8}, which is not blank");
            return 0;
        }

        Cells.Cells.Program(offset, value);
        Cells.Programmed?.Invoke();
        return Cells.DrawProgram(BusyKind.Program);
    }

    private bool IsProtected(int offset) => (Cells.Options.WriteProtection >> Math.Min(31, offset / 4096) & 1) == 0;

    private static bool Holds(uint start, uint length, uint address, int count) => address >= start && address - (long)start + count <= length;
}
