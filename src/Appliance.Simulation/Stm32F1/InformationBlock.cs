// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;

namespace Appliance.Simulation.Stm32F1;

/// <summary>System memory with the boot loader, the flash size and the unique id: read-only, held while the flash is busy.</summary>
internal sealed class InformationBlock : IBusSlave
{
    private readonly Memory _memory;
    private readonly F1Flash _flash;
    private readonly uint _start;
    private readonly uint _uniqueId;

    public InformationBlock(Stm32F1Part part, F1Flash flash, Time.Dice dice)
    {
        (_start, _uniqueId) = (part.SystemMemory, part.UniqueId);
        _flash = flash;
        _memory = new Memory(new byte[Stm32F1Map.OptionBytes - part.SystemMemory], false);
        SetWord(part.FlashSize, (uint)part.FlashKib | ((uint)part.RamKib << 16));
        for (var i = 0u; i < 3; i++)
            SetWord(part.UniqueId + (i * 4), (uint)dice.Next());
    }

    /// <summary>Bytes from the first address of the system memory on.</summary>
    public byte[] Bytes => _memory.Bytes;

    /// <summary>The twelve bytes of U_ID.</summary>
    public byte[] UniqueId => Bytes.AsSpan((int)(_uniqueId - _start), 12).ToArray();

    /// <summary>Stores a word, as the factory did.</summary>
    public void SetWord(uint address, uint value) => Memory.Put(Bytes, address - _start, 4, value);

    /// <inheritdoc/>
    public long HeldUntil(in BusAccess access) => _flash.InformationHeldUntil;

    /// <inheritdoc/>
    public bool TryRead(in BusAccess access, out uint value) => _memory.TryRead(access, out value);

    /// <inheritdoc/>
    public bool TryWrite(in BusAccess access, uint value) => _memory.TryWrite(access, value);

    /// <inheritdoc/>
    public void Reset() => _memory.Reset();
}
