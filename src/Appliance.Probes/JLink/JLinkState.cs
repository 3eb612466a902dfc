// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Appliance.Probes.JLink;

/// <summary>What the pins of a J-Link show (RM08001, <c>EMU_CMD_GET_STATE</c>).</summary>
/// <param name="Volts">At VTref.</param>
/// <param name="ResetLow">nRESET is low, whoever pulls it.</param>
internal readonly record struct JLinkState(double Volts, bool ResetLow)
{
    /// <summary>Millivolts in two bytes, then TCK, TDI, TDO, TMS, nRESET and nTRST in one each.</summary>
    public const int Bytes = 8;

    /// <summary>From the bytes of an answer.</summary>
    public static JLinkState Read(ReadOnlySpan<byte> answer) => new(BinaryPrimitives.ReadUInt16LittleEndian(answer) / 1000.0, answer[6] == 0);
}
