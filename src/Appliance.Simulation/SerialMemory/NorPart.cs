// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Time;

namespace Appliance.Simulation.SerialMemory;

/// <summary>A serial NOR memory as data.</summary>
/// <param name="Name">Its part number.</param>
/// <param name="Id">What RDID brings: maker, type, capacity.</param>
/// <param name="Bytes">Its size, a power of two.</param>
/// <param name="Commands">The commands it knows, each in the one form it takes, by mode: single at first.</param>
internal sealed record NorPart(string Name, IReadOnlyList<byte> Id, int Bytes, IReadOnlyDictionary<NorMode, IReadOnlyList<NorCommand>> Commands)
{
    /// <summary>Bytes programmed at once; an address wraps within them.</summary>
    public const int PageBytes = 256;

    /// <summary>At both edges the second byte of a pair comes first.</summary>
    public bool SwapsPairs { get; init; }

    /// <summary>Time of a page.</summary>
    public required BusyRange PageTime { get; init; }

    /// <summary>Time of 4 KiB.</summary>
    public required BusyRange SmallTime { get; init; }

    /// <summary>Time of 64 KiB.</summary>
    public required BusyRange LargeTime { get; init; }

    /// <summary>Time of all of it.</summary>
    public required BusyRange WholeTime { get; init; }
}

/// <summary>How a memory listens.</summary>
internal enum NorMode
{
    /// <summary>Instructions on one line.</summary>
    Single,

    /// <summary>Instructions of two bytes on eight lines, at one edge.</summary>
    Octal,

    /// <summary>The same at both edges.</summary>
    OctalDouble,
}

/// <summary>A command in the one form the memory takes.</summary>
/// <param name="Code">The instruction.</param>
/// <param name="Action">What it does.</param>
/// <param name="Instruction">How the instruction comes.</param>
/// <param name="Address">How the address comes.</param>
/// <param name="Dummy">Clocks before the data.</param>
/// <param name="Data">How the data go.</param>
internal sealed record NorCommand(uint Code, NorAction Action, SerialPhase Instruction, SerialPhase Address, int Dummy, SerialPhase Data)
{
    /// <summary>A command whose instruction is one byte on one line.</summary>
    public static NorCommand Of(byte code, NorAction action, int addressBytes = 0, int addressLines = 1, int dummy = 0, int dataLines = 0) => new(
        code, action, new SerialPhase(1, 1), addressBytes == 0 ? SerialPhase.None : new SerialPhase(addressLines, addressBytes), dummy,
        dataLines == 0 ? SerialPhase.None : new SerialPhase(dataLines, 1));
}

/// <summary>What a command does.</summary>
internal enum NorAction
{
    /// <summary>Brings the id.</summary>
    ReadId,

    /// <summary>Brings the status register: bit 0 busy, bit 1 write enabled.</summary>
    ReadStatus,

    /// <summary>Brings the flag status register: bit 7 ready.</summary>
    ReadFlags,

    /// <summary>Lets the next command change something.</summary>
    WriteEnable,

    /// <summary>Takes that back.</summary>
    WriteDisable,

    /// <summary>Brings data.</summary>
    Read,

    /// <summary>Programs up to a page.</summary>
    Program,

    /// <summary>Erases 4 KiB.</summary>
    EraseSmall,

    /// <summary>Erases 64 KiB.</summary>
    EraseLarge,

    /// <summary>Erases all.</summary>
    EraseWhole,

    /// <summary>Lets the next command reset.</summary>
    ResetEnable,

    /// <summary>Resets.</summary>
    Reset,

    /// <summary>Brings a byte of configuration register 2.</summary>
    ReadConfiguration,

    /// <summary>Writes one; at address 0 it is the mode.</summary>
    WriteConfiguration,
}
