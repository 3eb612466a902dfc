// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Platform.Tests.Wires;

/// <summary>The GPIO block of a BCM2837 (BCM2835 ARM Peripherals, 6.1) or BCM2711 (BCM2711 ARM Peripherals, 5.2), pins 0 to 31.</summary>
internal sealed class FakeBcmGpio(bool isBcm2711) : RegisterFile
{
    private const uint Input = 0, Output = 1;
    private readonly uint[] _select = new uint[6];
    private readonly uint[] _pulls = new uint[4];
    private uint _pullToClock;

    public override long Base => isBcm2711 ? 0xFE200000 : 0x3F200000;

    /// <summary>Pins that are pulled up.</summary>
    public uint PulledUp { get; private set; }

    /// <summary>Sets a function select word as somebody else left it.</summary>
    public void Preset(int word, uint value)
    {
        _select[word] = value;
        Begin(OutputsOf(), Latch);
    }

    public uint Select(int word) => _select[word];

    protected override uint Read(int offset) => offset switch
    {
        >= 0x00 and <= 0x14 => _select[offset / 4],
        0x34 => Levels,
        >= 0xE4 and <= 0xF0 when isBcm2711 => _pulls[(offset - 0xE4) / 4],
        _ => throw Unknown(offset),
    };

    protected override void Write(int offset, uint value)
    {
        switch (offset)
        {
            case >= 0x00 and <= 0x14:
                WriteSelect(offset / 4, value);
                break;
            case 0x1C:
                Put(value, high: true);
                break;
            case 0x28:
                Put(value, high: false);
                break;
            case 0x94 when !isBcm2711:
                _pullToClock = value;
                break;
            case 0x98 when !isBcm2711:
                if (value != 0 && _pullToClock == 2) PulledUp |= value;
                else if (value != 0) PulledUp &= ~value;
                break;
            case >= 0xE4 and <= 0xF0 when isBcm2711:
                WritePulls((offset - 0xE4) / 4, value);
                break;
            default:
                throw Unknown(offset);
        }
    }

    private void WriteSelect(int word, uint value)
    {
        for (var pin = word * 10; pin < Math.Min((word * 10) + 10, 32); pin++)
        {
            var (before, after) = (Field(_select[word], pin), Field(value, pin));
            var ours = World is null || (World.Ours >> pin & 1) != 0;
            if (before != after && !ours) Violations.Add($"function of GPIO{pin}, which is not ours");
            if (before != after && ours && after is not (Input or Output)) Violations.Add($"GPIO{pin} gets function {after}");
        }

        _select[word] = value;
        Turn(OutputsOf());
    }

    private uint OutputsOf() => Enumerable.Range(0, 32).Aggregate(0u, (mask, pin) => mask | (Field(_select[pin / 10], pin) == Output ? 1u << pin : 0));

    private void WritePulls(int word, uint value)
    {
        _pulls[word] = value;
        for (var pin = 0; pin < 16 && word < 2; pin++)
        {
            var bit = 1u << ((word * 16) + pin);
            PulledUp = (value >> (2 * pin) & 3) == 1 ? PulledUp | bit : PulledUp & ~bit;
        }
    }

    private static uint Field(uint word, int pin) => word >> (pin % 10 * 3) & 7;
}
