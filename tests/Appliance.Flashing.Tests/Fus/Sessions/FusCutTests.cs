// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus;
using Appliance.Flashing.Fus.Operations;
using Appliance.Ports.Wires;
using Appliance.Probes;
using Appliance.Simulation.Fus;
using Appliance.Targets;

namespace Appliance.Flashing.Tests.Fus.Sessions;

/// <summary>
/// Power, nRESET and the wire are cut after transactions of an install and of a delete. The next press finishes the board, but for the one stage in which
/// silicon before FUS 1.1.0 has no way back: FUS writes option bytes.
/// </summary>
public class FusCutTests
{
    /// <summary>Cuts of each row here; with <c>APPLIANCE_LONG=1</c> many more.</summary>
    private static readonly int Cuts = Environment.GetEnvironmentVariable("APPLIANCE_LONG") == "1" ? 400 : 6;

    private const byte WritesOptions = 0x13;
    private const byte DeletesByOptions = 0x12;

    private static readonly SimulatedFusImage Small = new("small", SimulatedImageKind.LegacyStack, "1.20.0", 2);

    public static TheoryData<string, string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (var fus in new[] { "1.0.2", "1.2.0", "2.2.0" })
            {
                foreach (var cut in new[] { "power", "reset", "wire" })
                {
                    rows.Add(fus, "install", cut);
                    rows.Add(fus, "delete", cut);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Press_CutOff_IsFinishedByTheNext(string fus, string operation, string cut)
    {
        var all = Count(fus, operation);
        var random = new Random(fus.Length + operation.Length + (cut.Length * 7));
        for (var i = 0; i < Cuts; i++)
            CutAt(fus, operation, cut, (long)((i + random.NextDouble()) * all / Cuts));
    }

    private static void CutAt(string fus, string operation, string cut, long at)
    {
        using var rig = Rig(fus, operation);
        byte? during = null;
        try
        {
            rig.Press(Wish(operation), wrap: link => new CuttingLink(link, at, () => during = Cut(rig, cut)));
        }
        catch (Exception cutOff) when (cutOff is FusException or FlashException or TargetException or DapException or WireException)
        {
            // The press that is cut may end as it likes; what counts is the next one.
        }

        if (rig.Cpu.IsDead)
        {
            Assert.True(fus == "1.0.2" && cut != "wire" && during is WritesOptions or DeletesByOptions, $"lost by {cut} after transaction {at} in state {during}");
            Assert.Equal(FusFault.Lost, Assert.Throws<FusException>(() => rig.Press(Wish(operation))).Fault);
            return;
        }

        var situation = rig.Press(Wish(operation));

        Assert.Equal(operation == "install" ? "1.20.0" : null, situation.Stack?.ToString());
        Assert.Empty(rig.Store.Kept);
        Assert.False(rig.Cpu.Works);
    }

    private static byte? Cut(FusRig rig, string cut)
    {
        var (chip, state) = (rig.Board.Chip, rig.Cpu.State);
        switch (cut)
        {
            case "power":
                chip.PowerOff();
                chip.PowerOn();
                break;
            case "reset":
                var line = rig.Board.OpenSwd();
                line.DriveReset(1);
                line.Delay(TimeSpan.FromMilliseconds(1), default);
                line.DriveReset(0);
                break;
            default:
                throw new WireException("probe", "pulled out");
        }

        return state;
    }

    private static long Count(string fus, string operation)
    {
        using var rig = Rig(fus, operation);
        CuttingLink? counted = null;
        rig.Press(Wish(operation), wrap: link => counted = new CuttingLink(link, long.MaxValue, () => { }));
        return counted!.Count;
    }

    private static FusRig Rig(string fus, string operation) => new(fus, operation == "delete" ? Small : null);

    private static FusWish Wish(string operation) => operation == "install" ? new FusWish { Files = [FusRig.File(Small)] } : new FusWish { Delete = true };
}
