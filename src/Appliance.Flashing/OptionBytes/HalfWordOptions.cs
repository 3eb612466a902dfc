// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Algorithms.LayoutA;
using Appliance.Ports.Wires;
using Appliance.Targets;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.OptionBytes;

/// <summary>
/// Options of STM32F0, F1 and F3 (PM0075 section 2.5, RM0091 section 3.2.3): half-words of an option and its complement, erased all at once and programmed one by
/// one, the protection level first, so that the chip is not left protected where the supply goes in between.
/// </summary>
/// <param name="memory">Memory of the core.</param>
/// <param name="clock">Target time.</param>
/// <param name="options">The options.</param>
/// <param name="launch">OBL_LAUNCH in FLASH_CR; 0 on an F1, where a system reset loads the options (PM0075, section 2.5). On an F0 a system reset does not (RM0360,
/// section 4).</param>
internal sealed class HalfWordOptions(IMemory memory, ITargetClock clock, OptionDescription options, uint launch) : IOptionRegisters
{
    private const int Margin = 3;
    private const uint OptionKeyr = 0x08;
    private const uint OptionProgram = 1u << 4;
    private const uint OptionErase = 1u << 5;
    private const uint OptionWriteEnable = 1u << 9;

    /// <inheritdoc/>
    public uint[] Read() => [.. options.Registers.Select(register => (uint)memory.ReadHalfWord(register.Address) & 0xFF)];

    /// <inheritdoc/>
    public void Store(IReadOnlyList<uint> registers, TimeSpan longest, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        Wait(longest);
        Unlock();
        Start(OptionErase, longest);
        for (var i = 0; i < registers.Count; i++)
            Program(options.Registers[i], registers[i], longest);
        Control = Fpec.CrLock;
        memory.Flush();
    }

    /// <inheritdoc/>
    public bool Launch()
    {
        if (launch == 0)
            return false;
        Unlock();
        Control = OptionWriteEnable | launch;
        memory.Flush();
        return true;
    }

    private uint Control
    {
        get => memory.ReadWord(options.Controller + Fpec.Cr);
        set => memory.WriteWord(options.Controller + Fpec.Cr, value);
    }

    private void Unlock()
    {
        var control = Control;
        if ((control & Fpec.CrLock) != 0)
            Keys(Fpec.Keyr);
        if ((control & OptionWriteEnable) == 0)
            Keys(OptionKeyr);
        control = Control;
        if ((control & (Fpec.CrLock | OptionWriteEnable)) != OptionWriteEnable)
        {
            throw new FlashException(
                FlashFault.NotUnlocked, "The option bytes did not unlock. After a wrong key sequence they stay locked until the chip is reset.",
                options.Controller + OptionKeyr, "OPTWRE set after its keys", $"FLASH_CR 0x{control:x8}");
        }

        memory.WriteWord(options.Controller + Fpec.Sr, Fpec.SrFlags);
    }

    private void Keys(uint register)
    {
        memory.WriteWord(options.Controller + register, Fpec.Key1);
        memory.WriteWord(options.Controller + register, Fpec.Key2);
        memory.Flush();
    }

    private void Start(uint operation, TimeSpan longest)
    {
        Control = OptionWriteEnable | operation;
        Control = OptionWriteEnable | operation | Fpec.CrStrt;
        Check(Wait(longest), options.Registers[0].Address);
        Control = OptionWriteEnable;
    }

    /// <summary>The controller adds the complement (F1) or takes what is written (F0, F3): it is written. A compatible chip may keep the level's half-word
    /// erased to its open value, which programs to the same.</summary>
    private void Program(OptionRegister register, uint value, TimeSpan longest)
    {
        var word = (ushort)(value | (~value & 0xFF) << 8);
        if (memory.ReadHalfWord(register.Address) == word)
            return;
        Control = OptionWriteEnable | OptionProgram;
        memory.WriteHalfWord(register.Stored, word);
        Check(Wait(longest), register.Address);
        Control = OptionWriteEnable;
    }

    private uint Wait(TimeSpan longest)
    {
        memory.Flush();
        var started = clock.Now;
        while (true)
        {
            var status = memory.ReadWord(options.Controller + Fpec.Sr);
            if ((status & Fpec.SrBsy) == 0)
                return status;
            if (clock.Now - started > longest * Margin)
                throw FpecErrors.Late(FlashFault.OptionMismatch, "Storing the option bytes", null, longest, status);
        }
    }

    private void Check(uint status, uint address)
    {
        memory.WriteWord(options.Controller + Fpec.Sr, Fpec.SrFlags);
        if ((status & (Fpec.SrPgerr | Fpec.SrWrprterr)) != 0)
            throw new FlashException(FlashFault.OptionMismatch, "The controller refused to store the option bytes.", address, "no error flag", $"FLASH_SR 0x{status:x8}");
    }
}
