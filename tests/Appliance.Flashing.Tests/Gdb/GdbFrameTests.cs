// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Flashing.Gdb;

namespace Appliance.Flashing.Tests.Gdb;

/// <summary>Packets and the memory map, by examples of GDB's manual and against nonsense.</summary>
public class GdbFrameTests
{
    [Theory]
    [InlineData("OK", "$OK#9a")]
    [InlineData("", "$#00")]
    [InlineData("m8000000,4", "$m8000000,4#25")]
    public void Wrap_Data_HasTheirSum(string data, string packet) => Assert.Equal(packet, Encoding.ASCII.GetString(GdbFrame.Wrap(Encoding.ASCII.GetBytes(data))));

    [Theory]
    [InlineData("0* ", "0000")]
    [InlineData("a*!b", "aaaaab")]
    [InlineData("}\u0003", "#")]
    [InlineData("}]}\u0004}\n", "}$*")]
    public void Resolved_EscapesAndRepeats_AreWhatTheyStandFor(string data, string expected) =>
        Assert.Equal(expected, Encoding.Latin1.GetString(GdbFrame.Resolved(Encoding.Latin1.GetBytes(data), 100)!));

    [Theory]
    [InlineData("* ")]
    [InlineData("a*")]
    [InlineData("a}")]
    [InlineData("a*\u001d")]
    [InlineData("a*~b*~c*~")]
    public void Resolved_Nonsense_IsNothing(string data) => Assert.Null(GdbFrame.Resolved(Encoding.Latin1.GetBytes(data), 100));

    [Fact]
    public void Escaped_AnyBytes_AreResolvedToTheSame()
    {
        var random = new Random(3);
        for (var i = 0; i < 200; i++)
        {
            var bytes = new byte[random.Next(600)];
            random.NextBytes(bytes);
            var escaped = GdbFrame.Escaped(bytes);

            Assert.Equal(bytes, GdbFrame.Resolved(escaped, bytes.Length));
            Assert.Equal(escaped.Length, bytes.Sum(GdbFrame.Width));
            Assert.Equal(-1, escaped.AsSpan().IndexOfAny((byte)'$', (byte)'#'));
        }
    }

    [Fact]
    public void Parse_MapOfAnotherServer_HasItsFlashAlone()
    {
        const string map =
            """
            <?xml version="1.0"?>
            <!DOCTYPE memory-map PUBLIC "+//IDN gnu.org//DTD GDB Memory Map V1.0//EN" "http://sourceware.org/gdb/gdb-memory-map.dtd">
            <memory-map>
            <memory type="ram" start="0x00000000" length="0x8000000"/>
            <memory type="flash" start="0x8000000" length="131072"><property name="blocksize">0x400</property></memory>
            <memory type="flash" start="0x08040000" length="0x20000">
            <property name="blocksize">131072</property>
            </memory>
            </memory-map>
            """;

        Assert.Equal([new GdbFlash(0x08000000, 0x20000, 0x400), new GdbFlash(0x08040000, 0x20000, 0x20000)], GdbMemoryMap.Parse(Encoding.UTF8.GetBytes(map))!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<memory-map>")]
    [InlineData("no map")]
    [InlineData("<memory-map><memory type=\"flash\" start=\"0x08000000\" length=\"0x20000\"/></memory-map>")]
    [InlineData("<memory-map><memory type=\"flash\" start=\"0x08000000\" length=\"0x20000\"><property name=\"blocksize\">0</property></memory></memory-map>")]
    [InlineData("<memory-map><memory type=\"flash\" start=\"-1\" length=\"0x20000\"><property name=\"blocksize\">1</property></memory></memory-map>")]
    [InlineData("<memory-map><memory type=\"flash\" start=\"0xffffffff\" length=\"0x20000\"><property name=\"blocksize\">1</property></memory></memory-map>")]
    [InlineData("<!DOCTYPE m [<!ENTITY a \"x\"><!ENTITY b \"&a;&a;\">]><memory-map>&b;</memory-map>")]
    public void Parse_NoMap_IsNothing(string map) => Assert.Null(GdbMemoryMap.Parse(Encoding.UTF8.GetBytes(map)));
}
