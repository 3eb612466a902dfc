// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Platform.Tests.Wires;

/// <summary>Bank 0 of the RP1's GPIO: IO_BANK0, SYS_RIO0 and PADS_BANK0 with their atomic aliases (RP1 Peripherals, 2.3, 2.4 and 3.1).</summary>
internal sealed class FakeRp1Gpio : RegisterFile
{
    private const int Pins = 28;
    private const uint SysRio = 5;
    private readonly uint[] _control = [.. Enumerable.Repeat(0x1Fu, Pins)]; // no function after reset
    private readonly uint[] _pads = [.. Enumerable.Repeat(0x96u, Pins)]; // output disabled, 4 mA, pulled down, Schmitt
    private uint _out;
    private uint _oe;

    public override long Base => 0x1F000D0000;

    /// <summary>Pins that are pulled up.</summary>
    public uint PulledUp => Mask(pin => (_pads[pin] & 0xC) == 8);

    protected override uint Read(int offset) => (offset >> 16, offset & 0xFFFF) switch
    {
        (0, var at) when at < Pins * 8 && at % 8 == 4 => _control[at / 8],
        (1, 0x8) => Levels & Mask(pin => (_pads[pin] & 0x40) != 0),
        (2, var at) when at is >= 4 and <= Pins * 4 => _pads[(at / 4) - 1],
        _ => throw Unknown(offset),
    };

    protected override void Write(int offset, uint value)
    {
        var (block, at, alias) = (offset >> 16, offset & 0xFFF, offset >> 12 & 0xF);
        switch (block, at)
        {
            case (0, _) when at < Pins * 8 && at % 8 == 4:
                Change(ref _control[at / 8], alias, value);
                break;
            case (2, _) when at is >= 4 and <= Pins * 4:
                Change(ref _pads[(at / 4) - 1], alias, value);
                break;
            case (1, 0x0):
                var before = _out;
                Change(ref _out, alias, value);
                PutChanged(before, alias, value);
                return;
            case (1, 0x4):
                Change(ref _oe, alias, value);
                break;
            default:
                throw Unknown(offset);
        }

        Turn(Mask(pin => (_oe >> pin & 1) != 0 && (_control[pin] & 0x1F) == SysRio && (_pads[pin] & 0x80) == 0));
    }

    private static void Change(ref uint register, int alias, uint value) => register = alias switch
    {
        0 => value,
        1 => register ^ value,
        2 => register | value,
        3 => register & ~value,
        _ => throw new InvalidOperationException($"no alias {alias}"),
    };

    private void PutChanged(uint before, int alias, uint value)
    {
        if (alias == 0) Violations.Add("OUT was written whole: the levels of pins that are not ours were written back");
        var named = alias is 2 or 3 ? value : before ^ _out;
        Put(named & _out, high: true);
        Put(named & ~_out, high: false);
    }

    private static uint Mask(Func<int, bool> holds) => Enumerable.Range(0, Pins).Aggregate(0u, (mask, pin) => mask | (holds(pin) ? 1u << pin : 0));
}
