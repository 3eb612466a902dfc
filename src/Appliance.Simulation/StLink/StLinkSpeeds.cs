// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Simulation.Probes;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.StLink;

/// <summary>The clocks a simulated ST-LINK offers: delay counts on V2, a list in kHz on V3.</summary>
internal sealed class StLinkSpeeds
{
    private static readonly Dictionary<int, int> SecondKilohertz = new()
    {
        [0] = 4000, [1] = 1800, [2] = 1200, [3] = 950, [7] = 480, [15] = 240, [31] = 125, [40] = 100, [79] = 50, [158] = 25, [265] = 15, [798] = 5,
    };

    /// <summary>Dividers of the JTAG clock (OpenOCD, pyOCD).</summary>
    private static readonly Dictionary<int, int> JtagKilohertz = new() { [4] = 9000, [8] = 4500, [16] = 2250, [32] = 1125, [64] = 562, [128] = 281, [256] = 140 };

    private static readonly int[] ThirdKilohertz = [24000, 8000, 3300, 1000, 200, 50, 5];
    private readonly VirtualTime _time;

    public StLinkSpeeds(VirtualTime time, int hardware)
    {
        _time = time;
        Use(hardware >= 3 ? 1000 : 1800);
    }

    /// <summary>A delay count.</summary>
    public byte Choose(int count)
    {
        if (!SecondKilohertz.TryGetValue(count, out var kilohertz))
            return AccessCode.Refused;
        Use(kilohertz);
        return AccessCode.Ok;
    }

    /// <summary>A divider of the JTAG clock.</summary>
    public byte ChooseJtag(int divider)
    {
        if (!JtagKilohertz.TryGetValue(divider, out var kilohertz))
            return AccessCode.Refused;
        Use(kilohertz);
        return AccessCode.Ok;
    }

    /// <summary>A frequency in kHz, which must be one of the list.</summary>
    public byte[] Set(uint kilohertz)
    {
        var answer = new byte[8];
        answer[0] = ThirdKilohertz.Contains((int)kilohertz) ? AccessCode.Ok : AccessCode.Refused;
        if (answer[0] == AccessCode.Ok)
            Use((int)kilohertz);
        BinaryPrimitives.WriteUInt32LittleEndian(answer.AsSpan(4), kilohertz);
        return answer;
    }

    public byte[] List()
    {
        var answer = new byte[52];
        answer[0] = AccessCode.Ok;
        BinaryPrimitives.WriteUInt32LittleEndian(answer.AsSpan(4), 1000);
        answer[8] = (byte)ThirdKilohertz.Length;
        for (var i = 0; i < ThirdKilohertz.Length; i++)
            BinaryPrimitives.WriteInt32LittleEndian(answer.AsSpan(12 + (4 * i)), ThirdKilohertz[i]);
        return answer;
    }

    private void Use(int kilohertz) => _time.SetFrequency(kilohertz * 1000);
}
