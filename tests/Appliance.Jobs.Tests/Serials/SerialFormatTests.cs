// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Serials;

namespace Appliance.Jobs.Tests.Serials;

public class SerialFormatTests
{
    private static readonly SerialRange Small = new(1, 999, 1);

    [Fact]
    public void Number_BinaryAndBcd_GiveTheBytesOfTheirOrder()
    {
        var range = new SerialRange(1, 123456, 1);
        Assert.Equal("40E20100", Bytes(new NumberFormat(range, 0, 4, SerialOrder.LittleEndian, bcd: false), 123456));
        Assert.Equal("0001E240", Bytes(new NumberFormat(range, 0, 4, SerialOrder.BigEndian, bcd: false), 123456));
        Assert.Equal("00123456", Bytes(new NumberFormat(range, 0, 4, SerialOrder.BigEndian, bcd: true), 123456));
        Assert.Equal("56341200", Bytes(new NumberFormat(range, 0, 4, SerialOrder.LittleEndian, bcd: true), 123456));
    }

    [Fact]
    public void Text_CounterInside_IsPaddedAndFilled()
    {
        var value = new TextFormat(Small, 0x08000400, 8, "A-{dec:4}").Make(42);
        Assert.Equal("A-0042", value.Text);
        Assert.Equal([new SerialPatch(0x08000400, "412D303034320000")], value.Patches);
        Assert.Equal("03E7x", new TextFormat(Small, 0, 5, "{hex:4}x").Make(999).Text);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("{dec:2}")]
    [InlineData("{dec:4}{dec:4}")]
    [InlineData("}{dec:4}")]
    [InlineData("{oct:4}")]
    [InlineData("{dec:-4}")]
    [InlineData("{dec:99}")]
    [InlineData("much too long {dec:4}")]
    [InlineData("ü{dec:4}")]
    public void Text_ThatCannotHoldEveryCounter_IsRefusedAtOnce(string template) =>
        Assert.Equal(SerialCause.Malformed, Assert.Throws<SerialException>(() => new TextFormat(Small, 0, 8, template)).Cause);

    [Fact]
    public void Mac_Range_CountsUpAndStaysInItsBlock()
    {
        var format = new MacFormat("02:00:5E:10:00:FE", "02-00-5e-10-ff-ff", 2, 0, SerialOrder.BigEndian);
        Assert.Equal("02:00:5E:10:01:00", format.Make(format.Range.From(format.Range.First + 1)!.Value).Text);
        Assert.Equal("02005E1000FE", Bytes(format, format.Range.First));
        Assert.Throws<SerialException>(() => new MacFormat("02:00:5E:10:00:FE", "02:00:5F:10:00:FE", 1, 0, SerialOrder.BigEndian));
        Assert.Throws<SerialException>(() => MacFormat.Parse("01:00:5E:10:00:FE"));
        Assert.Throws<SerialException>(() => MacFormat.Parse("02:00:5E:10:00"));
    }

    [Fact]
    public void Uuid_Counter_GoesIntoTheLowest62Bits()
    {
        var format = new UuidFormat("12345678-9abc-8def-8000-000000000000", new SerialRange(0, 70000, 1), 0, SerialOrder.BigEndian);
        Assert.Equal("12345678-9abc-8def-8000-000000011170", format.Make(70000).Text);
        Assert.Equal("123456789ABC8DEF8000000000011170", Bytes(format, 70000));
        Assert.Throws<SerialException>(() => new UuidFormat("12345678-9abc-4def-8000-000000000000", Small, 0, SerialOrder.BigEndian));
        Assert.Throws<SerialException>(() => new UuidFormat("12345678-9abc-8def-8000-000000000001", Small, 0, SerialOrder.BigEndian));
    }

    [Fact]
    public void Number_LastCounterTooLarge_IsRefusedBeforeTheFirstBoard()
    {
        Assert.Throws<SerialException>(() => new NumberFormat(new SerialRange(0, 256, 1), 0, 1, SerialOrder.LittleEndian, bcd: false));
        Assert.Throws<SerialException>(() => new NumberFormat(new SerialRange(0, 100, 1), 0, 1, SerialOrder.LittleEndian, bcd: true));
    }

    [Fact]
    public void Range_From_KeepsTheStepAndEndsAtTheEnd()
    {
        var range = new SerialRange(10, 21, 5);
        Assert.Equal([10, 10, 15, 20], new UInt128[] { 0, 10, 11, 16 }.Select(m => (int)range.From(m)!.Value));
        Assert.Null(range.From(21));
        Assert.Null(range.From(UInt128.MaxValue));
        Assert.Equal(UInt128.MaxValue, new SerialRange(0, UInt128.MaxValue, 1).From(UInt128.MaxValue));
        Assert.Null(new SerialRange(0, UInt128.MaxValue, 7).From(UInt128.MaxValue));
    }

    private static string Bytes(ISerialFormat format, UInt128 counter) => Assert.Single(format.Make(counter).Patches).Bytes;
}
