// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Bus;

namespace Appliance.Simulation.Fus;

/// <summary>Inter-processor communication controller (RM0434, chapter 37), registers of both cores. Without its clock it reads 0 and takes nothing.</summary>
internal sealed class Ipcc : RegisterBlock
{
    public const uint Address = 0x5800_0C00;
    public const uint SystemChannel = 1u << 1;
    private const uint Channels = 0x3F;
    private const int SetShift = 16;
    private const uint Masks = 0x003F_003F;

    private uint _toCpu2;
    private uint _toCpu1;

    public Ipcc(Violations violations)
        : base("IPCC", violations)
    {
        Add(0x00, new Register("C1CR", 0, 0x0001_0001));
        Add(0x04, new Register("C1MR", Masks, Masks));
        Add(0x08, new Register("C1SCR", 0, 0) { OnWrite = WriteSetClear });
        Add(0x0C, new Register("C1TOC2SR", 0, 0) { OnRead = () => IsClocked ? _toCpu2 : 0 });
        Add(0x10, new Register("C2CR", 0, 0) { OnWrite = Foreign });
        Add(0x14, new Register("C2MR", Masks, 0) { OnWrite = Foreign });
        Add(0x18, new Register("C2SCR", 0, 0) { OnWrite = Foreign });
        Add(0x1C, new Register("C2TOC1SR", 0, 0) { OnRead = () => IsClocked ? _toCpu1 : 0 });
    }

    /// <summary>Whether RCC gives it a clock.</summary>
    public bool IsClocked { get; set; }

    /// <summary>The application core has sent something on channels.</summary>
    public Action<uint>? Sent { get; set; }

    /// <summary>Flags of what was sent stay set, whatever the coprocessor does.</summary>
    public bool Hangs { get; set; }

    /// <summary>The coprocessor has read what came on channels.</summary>
    public void Receive(uint channels) => _toCpu2 &= Hangs ? uint.MaxValue : ~channels;

    /// <summary>The coprocessor sends.</summary>
    public void Send(uint channels) => _toCpu1 |= channels;

    /// <inheritdoc/>
    public override void Reset()
    {
        base.Reset();
        (_toCpu1, _toCpu2, IsClocked) = (0, 0, false);
    }

    private bool WriteSetClear(uint value)
    {
        if (!IsClocked)
        {
            Violations.Add("IPCC: written without a clock");
            return true;
        }

        _toCpu1 &= ~(value & Channels);
        var sent = (value >> SetShift) & Channels;
        if ((sent & _toCpu2) != 0)
            Violations.Add("IPCC: a channel was sent on before what was there was taken");
        _toCpu2 |= sent;
        if (sent != 0)
            Sent?.Invoke(sent);
        return true;
    }

    private bool Foreign(uint value)
    {
        Violations.Add($"IPCC: a register of the coprocessor was written (0x{value:X8})");
        return true;
    }
}
