// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;

namespace Appliance.Platform.Wires;

/// <summary>Cycles as characters: <c>d e f g</c> write (SWCLK, SWDIO), <c>O o</c> drive and release SWDIO, <c>c</c> samples it;
/// <c>0</c>–<c>7</c> write (TCK, TMS, TDI), <c>R</c> samples TDO.</summary>
public sealed partial class RemoteBitbangLine
{
    /// <summary>Characters of the longest cycle, a change of direction included.</summary>
    private const int LongestCycle = 4;

    /// <inheritdoc/>
    public void Clock(uint lanes, ReadOnlySpan<SwdPhase> phases, ReadOnlySpan<uint> drive, Span<uint> sample)
    {
        int driven = 0, read = 0;
        foreach (SwdPhase phase in phases)
        {
            for (int i = 0; i < phase.Cycles; i++)
            {
                if (_queued > Window - LongestCycle) read = FlushPart(sample, read);
                bool parked = (lanes & 1) == 0;
                uint level = phase.Kind == SwdPhaseKind.Drive ? drive[driven++] & lanes & 1 : 0;
                if (parked || phase.Kind == SwdPhaseKind.Drive) DriveCycle(level);
                else ReleasedCycle();
                if (phase.Kind == SwdPhaseKind.Sample) AskSample(parked, sample, ref read);
                Put(_driving && level != 0 ? 'g' : 'f');
                Cycles++;
            }
        }

        _ = FlushPart(sample, read);
    }

    /// <inheritdoc/>
    public void Clock(ReadOnlySpan<byte> tms, ReadOnlySpan<byte> tdi, Span<byte> tdo)
    {
        uint[] levels = tdo.IsEmpty ? [] : new uint[tms.Length];
        int read = 0;
        for (int i = 0; i < tms.Length; i++)
        {
            if (_queued > Window - LongestCycle) read = FlushPart(levels, read);
            int bits = (tms[i] << 1) | tdi[i];
            Put((char)('0' + bits));
            if (!tdo.IsEmpty) Ask('R');
            Put((char)('4' + bits));
            Cycles++;
        }

        _ = FlushPart(levels, read);
        for (int i = 0; i < tdo.Length; i++) tdo[i] = (byte)levels[i];
    }

    /// <inheritdoc/>
    public uint SampleDriven(bool high) => throw new WireException(Name, "remote_bitbang cannot read SWDIO while it is driven");

    /// <inheritdoc/>
    public uint SampleReleased()
    {
        if (_driving) Put('o');
        _driving = false;
        Put('d');
        Ask('c');
        Span<uint> level = [0];
        Flush(level);
        return level[0];
    }

    private void DriveCycle(uint level)
    {
        Put(level != 0 ? 'e' : 'd');
        if (!_driving) Put('O');
        _driving = true;
    }

    private void ReleasedCycle()
    {
        if (_driving) Put('o');
        _driving = false;
        Put('d');
    }

    private void AskSample(bool parked, Span<uint> sample, ref int read)
    {
        if (parked) sample[read++] = 0;
        else Ask('c');
    }

    private void Ask(char request)
    {
        Put(request);
        _expected++;
    }

    private int FlushPart(Span<uint> sample, int read)
    {
        int expected = _expected;
        Flush(sample.Slice(read, expected));
        return read + expected;
    }
}
