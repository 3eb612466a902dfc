// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Time;

namespace Appliance.Simulation.SerialMemory;

/// <summary>The memories modelled.</summary>
internal static class NorParts
{
    private const int Mebibyte = 1 << 20;

    /// <summary>
    /// Micron N25Q128A, 3 V, as on ST's F746 discovery board: datasheet N25Q128A, tables "Command Set" and "AC Characteristics" (page 0.5 to 5 ms, subsector 0.25 to 0.8 s,
    /// sector 0.7 to 3 s, bulk 170 to 250 s; dummy clocks after reset 8, of quad input/output 10). Taken from ST's driver header n25q128a.h where it has them.
    /// </summary>
    public static NorPart N25Q128A { get; } = new(
        "N25Q128A", [0x20, 0xBA, 0x18], 16 * Mebibyte, new Dictionary<NorMode, IReadOnlyList<NorCommand>>
        {
            [NorMode.Single] =
            [
                NorCommand.Of(0x9F, NorAction.ReadId, dataLines: 1), NorCommand.Of(0x05, NorAction.ReadStatus, dataLines: 1), NorCommand.Of(0x70, NorAction.ReadFlags, dataLines: 1),
                NorCommand.Of(0x06, NorAction.WriteEnable), NorCommand.Of(0x04, NorAction.WriteDisable), NorCommand.Of(0x03, NorAction.Read, 3, dataLines: 1),
                NorCommand.Of(0x0B, NorAction.Read, 3, dummy: 8, dataLines: 1), NorCommand.Of(0x6B, NorAction.Read, 3, dummy: 8, dataLines: 4),
                NorCommand.Of(0xEB, NorAction.Read, 3, addressLines: 4, dummy: 10, dataLines: 4), NorCommand.Of(0x02, NorAction.Program, 3, dataLines: 1),
                NorCommand.Of(0x32, NorAction.Program, 3, dataLines: 4), NorCommand.Of(0x20, NorAction.EraseSmall, 3), NorCommand.Of(0xD8, NorAction.EraseLarge, 3),
                NorCommand.Of(0xC7, NorAction.EraseWhole), NorCommand.Of(0x66, NorAction.ResetEnable), NorCommand.Of(0x99, NorAction.Reset),
            ],
        })
    {
        PageTime = BusyRange.Microseconds(500, 5_000), SmallTime = BusyRange.Microseconds(250_000, 800_000), LargeTime = BusyRange.Microseconds(700_000, 3_000_000),
        WholeTime = BusyRange.Microseconds(170_000_000, 250_000_000),
    };

    /// <summary>
    /// Macronix MX25LM51245G, as on ST's H735 discovery board: datasheet MX25LM51245G, tables "Command Set" and "AC Characteristics" (page 0.15 to 0.75 ms, sector 25 to 400 ms,
    /// block 0.22 to 2 s, chip 150 to 300 s; 20 dummy clocks after reset). Dummy clocks of registers as in ST's driver header mx25lm51245g.h. Not looked up again.
    /// </summary>
    public static NorPart Mx25Lm51245G { get; } = new(
        "MX25LM51245G", [0xC2, 0x85, 0x3A], 64 * Mebibyte, new Dictionary<NorMode, IReadOnlyList<NorCommand>>
        {
            [NorMode.Single] =
            [
                NorCommand.Of(0x9F, NorAction.ReadId, dataLines: 1), NorCommand.Of(0x05, NorAction.ReadStatus, dataLines: 1), NorCommand.Of(0x06, NorAction.WriteEnable),
                NorCommand.Of(0x04, NorAction.WriteDisable), NorCommand.Of(0x13, NorAction.Read, 4, dataLines: 1), NorCommand.Of(0x0C, NorAction.Read, 4, dummy: 8, dataLines: 1),
                NorCommand.Of(0x12, NorAction.Program, 4, dataLines: 1), NorCommand.Of(0x21, NorAction.EraseSmall, 4), NorCommand.Of(0xDC, NorAction.EraseLarge, 4),
                NorCommand.Of(0xC7, NorAction.EraseWhole), NorCommand.Of(0x66, NorAction.ResetEnable), NorCommand.Of(0x99, NorAction.Reset),
                NorCommand.Of(0x71, NorAction.ReadConfiguration, 4, dataLines: 1), NorCommand.Of(0x72, NorAction.WriteConfiguration, 4, dataLines: 1),
            ],
            [NorMode.Octal] = Octal(false, 0xEC13, 4),
            [NorMode.OctalDouble] = Octal(true, 0xEE11, 5),
        })
    {
        SwapsPairs = true, PageTime = BusyRange.Microseconds(150, 750), SmallTime = BusyRange.Microseconds(25_000, 400_000), LargeTime = BusyRange.Microseconds(220_000, 2_000_000),
        WholeTime = BusyRange.Microseconds(150_000_000, 300_000_000),
    };

    /// <summary>The commands of octal mode: each instruction is followed by its complement, registers are read with an address too.</summary>
    private static NorCommand[] Octal(bool doubled, uint read, int registerDummy)
    {
        var (instruction, address, data) = (new SerialPhase(8, 2, doubled), new SerialPhase(8, 4, doubled), new SerialPhase(8, 1, doubled));
        return
        [
            new NorCommand(0x9F60, NorAction.ReadId, instruction, address, registerDummy, data), new NorCommand(0x05FA, NorAction.ReadStatus, instruction, address, registerDummy, data),
            new NorCommand(0x06F9, NorAction.WriteEnable, instruction, SerialPhase.None, 0, SerialPhase.None),
            new NorCommand(0x04FB, NorAction.WriteDisable, instruction, SerialPhase.None, 0, SerialPhase.None), new NorCommand(read, NorAction.Read, instruction, address, 20, data),
            new NorCommand(0x12ED, NorAction.Program, instruction, address, 0, data), new NorCommand(0x21DE, NorAction.EraseSmall, instruction, address, 0, SerialPhase.None),
            new NorCommand(0xDC23, NorAction.EraseLarge, instruction, address, 0, SerialPhase.None),
            new NorCommand(0xC738, NorAction.EraseWhole, instruction, SerialPhase.None, 0, SerialPhase.None),
            new NorCommand(0x6699, NorAction.ResetEnable, instruction, SerialPhase.None, 0, SerialPhase.None),
            new NorCommand(0x9966, NorAction.Reset, instruction, SerialPhase.None, 0, SerialPhase.None),
            new NorCommand(0x718E, NorAction.ReadConfiguration, instruction, address, registerDummy, data), new NorCommand(0x728D, NorAction.WriteConfiguration, instruction, address, 0, data),
        ];
    }
}
