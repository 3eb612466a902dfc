// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;
using Appliance.Simulation;

namespace Appliance.Peers.Tests.Simulation;

/// <summary>sigrok reads what the simulator says its pins did.</summary>
public class SigrokTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [PeerFact("sigrok-cli")]
    public void Vcd_OfAHandmadeSession_DecodesWithoutComplaint()
    {
        var folder = Directory.CreateTempSubdirectory("sigrok").FullName;
        try
        {
            WriteSession(Path.Combine(folder, "wire.vcd"), 0);
            var all = Decode(folder, "swd");
            Assert.Contains("JTAG->SWD", all);
            Assert.Contains("LINERESET", all);
            Assert.Contains("0x1ba01477", all);
            Assert.Contains("W ABORT", all);
            Assert.Contains("OK", all);
            Assert.DoesNotContain("unknown", all, StringComparison.OrdinalIgnoreCase);
            Assert.Equal("", Decode(folder, "swd=parity").Trim());
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [PeerFact("sigrok-cli")]
    public void Vcd_WithAParityErrorOnTheWire_IsCaughtBySigrok()
    {
        var folder = Directory.CreateTempSubdirectory("sigrok").FullName;
        try
        {
            WriteSession(Path.Combine(folder, "wire.vcd"), 1);
            Assert.NotEqual("", Decode(folder, "swd=parity").Trim());
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static string Decode(string folder, string annotations) => PeerProcess.Run(
        "sigrok-cli", ["-i", "wire.vcd", "-I", "vcd", "-P", "swd:swclk=swclk:swdio=swdio", "-A", annotations], Deadline, folder)
        .MustSucceed().Output;

    /// <summary>Switch to the serial wire, read DPIDR, write ABORT: bits as IHI 0031 draws them, from nobody's encoder.</summary>
    private static void WriteSession(string path, int parityError)
    {
        var board = SimulatedBoard.Create("stm32f103cb");
        using var writer = new StreamWriter(path);
        board.TraceTo(writer);
        using var line = board.OpenSwd();
        Drive(line, [.. Ones(51), .. Bits(0xE79E, 16), .. Ones(51), 0, 0, .. Bits(0xA5, 8)]);
        Listen(line, 36);
        Drive(line, Bits(0x81, 8));
        Listen(line, 3);
        Drive(line, [.. Bits(0x1E, 32), (uint)parityError, .. Bits(0, 16)]);
    }

    private static void Drive(ISwdLine line, uint[] planes) => line.Clock(1, [new SwdPhase(SwdPhaseKind.Drive, planes.Length)], planes, []);

    private static void Listen(ISwdLine line, int count)
    {
        var turn = new SwdPhase(SwdPhaseKind.Float, 1);
        line.Clock(1, [turn, new SwdPhase(SwdPhaseKind.Sample, count), turn], [], new uint[count]);
    }

    private static uint[] Ones(int count) => [.. Enumerable.Repeat(1u, count)];

    private static uint[] Bits(ulong value, int count) => [.. Enumerable.Range(0, count).Select(bit => (uint)(value >> bit) & 1)];
}
