// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.Jtag;

/// <summary>One access of a JTAG debug port: what one 35-bit scan carries in (ARM IHI 0031, B3.4). Its answer comes out with the next one.</summary>
/// <param name="IsAp">APACC; else DPACC.</param>
/// <param name="IsRead">RnW.</param>
/// <param name="Address">A[3:2] in place: 0, 4, 8 or 12.</param>
/// <param name="Data">Data of a write.</param>
internal readonly record struct JtagRequest(bool IsAp, bool IsRead, int Address, uint Data)
{
    /// <summary>Bits of a scan: RnW, A[3:2], data.</summary>
    public const int Bits = 35;

    /// <summary>Instruction ABORT.</summary>
    public const uint AbortInstruction = 0x8;

    private const uint DpInstruction = 0xA;
    private const uint ApInstruction = 0xB;

    /// <summary>Reads RDBUFF: starts nothing, so that the answer to the access before can be fetched.</summary>
    public static JtagRequest Rdbuff => new(false, true, 0xC, 0);

    /// <summary>Reads CTRL/STAT.</summary>
    public static JtagRequest ReadCtrlStat => new(false, true, 0x4, 0);

    /// <summary>Writes CTRL/STAT; ones clear the sticky flags.</summary>
    public static JtagRequest WriteCtrlStat(uint value) => new(false, false, 0x4, value);

    /// <summary>The instruction it needs.</summary>
    public uint Instruction => IsAp ? ApInstruction : DpInstruction;

    /// <summary>The bits that are shifted in.</summary>
    public ulong Word => ((ulong)Data << 3) | ((ulong)(uint)(Address >> 2) << 1) | (IsRead ? 1u : 0u);

    /// <inheritdoc/>
    public override string ToString() => $"{(IsAp ? "AP" : "DP")} 0x{Address:X} {(IsRead ? "read" : "write")}";
}

/// <summary>What a scan brought out.</summary>
/// <param name="Ack">Acknowledge of three bits.</param>
/// <param name="Data">Result of the access before.</param>
internal readonly record struct JtagAnswer(int Ack, uint Data)
{
    /// <summary>WAIT: the access before is not done, and what was shifted in is dropped.</summary>
    public const int Wait = 1;

    /// <summary>OK/FAULT: which of the two, CTRL/STAT tells.</summary>
    public const int OkFault = 2;
}
