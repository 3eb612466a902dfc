// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace Appliance.Probes.CmsisDap.Commands;

/// <summary>DAP_SWJ_Pins: drives the selected pins and reads all of them, at once.</summary>
/// <param name="output">Levels of the selected pins.</param>
/// <param name="select">Pins to drive.</param>
internal sealed class SwjPinsCommand(SwjPins output, SwjPins select) : ICommand<SwjPins>
{
    /// <inheritdoc/>
    public byte Id => CommandId.SwjPins;

    /// <inheritdoc/>
    public int Write(Span<byte> packet)
    {
        packet[0] = Id;
        packet[1] = (byte)output;
        packet[2] = (byte)select;
        BinaryPrimitives.WriteUInt32LittleEndian(packet[3..], 0);
        return 7;
    }

    /// <inheritdoc/>
    public SwjPins Read(ReadOnlySpan<byte> answer)
    {
        BadAnswerException.ThrowIfShort(answer, 1);
        return (SwjPins)answer[0];
    }
}

/// <summary>Pins by their bits.</summary>
[Flags]
internal enum SwjPins : byte
{
    /// <summary>No pin.</summary>
    None = 0,

    /// <summary>SWDIO, and TMS.</summary>
    Swdio = 1 << 1,

    /// <summary>nTRST.</summary>
    TestReset = 1 << 5,

    /// <summary>nRESET.</summary>
    Reset = 1 << 7,
}
