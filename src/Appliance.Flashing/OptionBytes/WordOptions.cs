// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;
using Appliance.Targets;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.OptionBytes;

/// <summary>Options of STM32L0 and L1 (RM0038 section 3.7, RM0367 section 3.4): words of a half-word and its complement, each erased and programmed by one write.</summary>
internal sealed class WordOptions(IMemory memory, ITargetClock clock, OptionDescription options) : IOptionRegisters
{
    private const int Margin = 3;
    private const uint Pecr = 0x04;
    private const uint Pekeyr = 0x0C;
    private const uint Optkeyr = 0x14;
    private const uint Sr = 0x18;
    private const uint Busy = 1u << 0;
    private const uint Errors = 0x3700;
    private const uint Pelock = 1u << 0;
    private const uint Optlock = 1u << 2;
    private const uint OblLaunch = 1u << 18;

    /// <inheritdoc/>
    public uint[] Read() => [.. options.Registers.Select(register => memory.ReadWord(register.Address) & 0xFFFF)];

    /// <inheritdoc/>
    public void Store(IReadOnlyList<uint> registers, TimeSpan longest, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        Wait(longest);
        Unlock();
        memory.WriteWord(options.Controller + Sr, Errors);
        for (var i = 0; i < registers.Count; i++)
        {
            var word = registers[i] | (~registers[i] & 0xFFFF) << 16;
            if (memory.ReadWord(options.Registers[i].Address) == word)
                continue;
            memory.WriteWord(options.Registers[i].Stored, word);
            Check(Wait(longest), options.Registers[i].Address);
        }
    }

    /// <inheritdoc/>
    public bool Launch()
    {
        Unlock();
        memory.WriteWord(options.Controller + Pecr, OblLaunch);
        memory.Flush();
        return true;
    }

    private void Unlock()
    {
        if ((memory.ReadWord(options.Controller + Pecr) & Pelock) != 0)
            Keys(Pekeyr, 0x89ABCDEF, 0x02030405);
        if ((memory.ReadWord(options.Controller + Pecr) & Optlock) != 0)
            Keys(Optkeyr, 0xFBEAD9C8, 0x24252627);
        var control = memory.ReadWord(options.Controller + Pecr);
        if ((control & (Pelock | Optlock)) == 0)
            return;
        throw new FlashException(
            FlashFault.NotUnlocked, "The option bytes did not unlock. After a wrong key sequence they stay locked until the chip is reset.",
            options.Controller + Optkeyr, "PELOCK and OPTLOCK clear after their keys", $"FLASH_PECR 0x{control:x8}");
    }

    private void Keys(uint register, uint first, uint second)
    {
        memory.WriteWord(options.Controller + register, first);
        memory.WriteWord(options.Controller + register, second);
        memory.Flush();
    }

    private uint Wait(TimeSpan longest)
    {
        memory.Flush();
        var started = clock.Now;
        while (true)
        {
            var status = memory.ReadWord(options.Controller + Sr);
            if ((status & Busy) == 0)
                return status;
            if (clock.Now - started > longest * Margin)
            {
                throw new FlashException(
                    FlashFault.OptionMismatch, $"Storing an option byte did not end in three times the longest time of {longest.TotalMilliseconds:0.##} ms.",
                    options.Controller + Sr, "not busy", $"FLASH_SR 0x{status:x8}");
            }
        }
    }

    private void Check(uint status, uint address)
    {
        if ((status & Errors) != 0)
            throw new FlashException(FlashFault.OptionMismatch, "The controller refused to store an option byte.", address, "no error flag", $"FLASH_SR 0x{status:x8}");
    }
}
