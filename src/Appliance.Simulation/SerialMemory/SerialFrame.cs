// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.SerialMemory;

/// <summary>One command on the lines of a serial memory, from nCS low to nCS high, without its data: instruction, address, mode bits, dummy clocks.</summary>
/// <param name="Instruction">The instruction; of two bytes in octal mode.</param>
/// <param name="InstructionPhase">How it goes out.</param>
/// <param name="Address">The address, where there is one.</param>
/// <param name="AddressPhase">How it goes out.</param>
/// <param name="AlternatePhase">How mode bits go out.</param>
/// <param name="Dummy">Clocks between them and the data.</param>
/// <param name="DataPhase">How the data go; its bytes are not counted here.</param>
internal readonly record struct SerialFrame(
    uint Instruction, SerialPhase InstructionPhase, uint Address, SerialPhase AddressPhase, SerialPhase AlternatePhase, int Dummy, SerialPhase DataPhase)
{
    /// <summary>Clocks before the data.</summary>
    public int Clocks => InstructionPhase.Clocks + AddressPhase.Clocks + AlternatePhase.Clocks + Dummy;

    /// <summary>In words, for messages.</summary>
    public override string ToString() =>
        $"instruction 0x{Instruction:X2} as {InstructionPhase}, address as {AddressPhase}, mode bits as {AlternatePhase}, {Dummy} dummy clocks, data on {DataPhase.Lines} lines{(DataPhase.Doubled ? " at both edges" : "")}";
}

/// <summary>A part of a command.</summary>
/// <param name="Lines">Data lines used: 0 for none, 1, 2, 4 or 8.</param>
/// <param name="Bytes">Bytes; of data 1.</param>
/// <param name="Doubled">Bits at both edges of the clock.</param>
internal readonly record struct SerialPhase(int Lines, int Bytes, bool Doubled = false)
{
    /// <summary>Nothing.</summary>
    public static SerialPhase None => new(0, 0);

    /// <summary>Clocks it takes.</summary>
    public int Clocks => Lines == 0 ? 0 : Bytes * 8 / Lines / (Doubled ? 2 : 1);

    /// <inheritdoc/>
    public override string ToString() => Lines == 0 ? "nothing" : $"{Bytes} bytes on {Lines} lines{(Doubled ? " at both edges" : "")}";
}
