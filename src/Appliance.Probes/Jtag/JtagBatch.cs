// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;

namespace Appliance.Probes.Jtag;

/// <summary>A run of TCK cycles in the making: scans that begin and end in Run-Test/Idle, and idle cycles between them. What TDO showed is read after <see cref="Run"/>.</summary>
internal sealed class JtagBatch(TapState from = TapState.RunTestIdle)
{
    /// <summary>Five reach Test-Logic-Reset from every state (IEEE 1149.1, 6.1.1); some more do no harm.</summary>
    private const int ResetCycles = 8;

    private readonly List<byte> _tms = [];
    private readonly List<byte> _tdi = [];
    private byte[] _tdo = [];
    private TapState _state = from;

    /// <summary>TMS high until Test-Logic-Reset, then to Run-Test/Idle.</summary>
    public JtagBatch Reset()
    {
        for (int i = 0; i < ResetCycles; i++) Put(1, 1);
        _state = TapState.TestLogicReset;
        return Idle(1);
    }

    /// <summary>Cycles in Run-Test/Idle.</summary>
    public JtagBatch Idle(int cycles)
    {
        for (int i = 0; i < cycles; i++) Put(0, 1);
        if (cycles > 0) _state = TapState.RunTestIdle;
        return this;
    }

    /// <summary>Levels of TMS that are no scan: the sequences that switch a port to JTAG. They end in Test-Logic-Reset.</summary>
    public JtagBatch Mode(IEnumerable<bool> levels)
    {
        foreach (bool high in levels) Put(high ? (byte)1 : (byte)0, 1);
        _state = TapState.Unknown;
        return Reset();
    }

    /// <summary>One scan.</summary>
    /// <param name="instruction">Of the instruction registers; else of the data registers.</param>
    /// <param name="bits">What goes in, the bit for the TAP next to TDO first.</param>
    /// <returns>Where its first bit will be in TDO.</returns>
    public int Scan(bool instruction, ReadOnlySpan<byte> bits)
    {
        if (_state != TapState.RunTestIdle) throw new InvalidOperationException("A scan begins in Run-Test/Idle.");
        Put(1, 1); // Select-DR-Scan
        if (instruction) Put(1, 1); // Select-IR-Scan
        Put(0, 1); // Capture
        Put(0, 1); // Shift
        int first = _tms.Count;
        for (int i = 0; i < bits.Length; i++) Put(i == bits.Length - 1 ? (byte)1 : (byte)0, bits[i]); // the last to Exit1
        Put(1, 1); // Update
        Put(0, 1); // Run-Test/Idle
        return first;
    }

    /// <summary>Gives all cycles.</summary>
    public JtagBatch Run(IJtagLine line)
    {
        _tdo = new byte[_tms.Count];
        line.Clock(_tms.ToArray(), _tdi.ToArray(), _tdo);
        return this;
    }

    /// <summary>Bits of TDO.</summary>
    public ReadOnlySpan<byte> Bits(int first, int count) => _tdo.AsSpan(first, count);

    /// <summary>Bits of TDO as a number, the first bit lowest.</summary>
    public ulong Number(int first, int count)
    {
        ulong value = 0;
        for (int i = 0; i < count; i++) value |= (ulong)_tdo[first + i] << i;
        return value;
    }

    private void Put(byte tms, byte tdi)
    {
        _tms.Add(tms);
        _tdi.Add(tdi);
    }
}
