// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using Appliance.Flashing.Fus;
using Appliance.Ports.Wires;
using Appliance.Probes;
using Appliance.Simulation.Fus;
using Appliance.Targets;

namespace Appliance.Flashing.Tests.Fus.Sessions;

/// <summary>Faults of the chip that come in the middle of a press, at any moment: it ends green only where all is as it was wanted, and else red with a cause that fits.</summary>
public class FusFaultTests
{
    /// <summary>Moments of each row here; with <c>APPLIANCE_LONG=1</c> each seventh there is.</summary>
    private const int Sample = 6;

    private const uint BootBitsAlone = (1u << 23) | (1u << 26) | (1u << 27);

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("APPLIANCE_LONG") == "1";

    public static TheoryData<CoprocessorFault, string> Rows
    {
        get
        {
            var rows = new TheoryData<CoprocessorFault, string>();
            foreach (var fault in Enum.GetValues<CoprocessorFault>())
            {
                rows.Add(fault, "1.2.0");
                rows.Add(fault, "2.2.0");
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Install_FaultInTheMiddle_IsNeverAFalseGreen(CoprocessorFault fault, string fus)
    {
        var row = new CutRow(fus, "install");
        var points = row.Points();
        var random = new Random((int)fault);
        var moments = IsLong ? Enumerable.Range(0, (int)points).Where(point => point % 7 == 0).ToList() : [.. Enumerable.Range(0, Sample).Select(i => (int)((i + random.NextDouble()) * points / Sample))];
        var wrong = new ConcurrentBag<string>();
        Parallel.ForEach(moments, moment =>
        {
            if (Problem(row, fault, moment) is { } problem)
                wrong.Add($"at point {moment} of {points}: {problem}");
        });
        Assert.True(wrong.IsEmpty, $"{fault}, FUS {fus}:\n{string.Join('\n', wrong.Order().Take(20))}");
    }

    private static string? Problem(CutRow row, CoprocessorFault fault, long moment)
    {
        using var rig = row.Rig();
        var before = BitConverter.ToUInt32(rig.Board.Chip.OptionBytes, 0);
        var error = Record.Exception(() => rig.Press(row.Wish, wrap: link => new CuttingLink(link, moment, () => rig.Cpu.Inject(fault))));
        if (error is null)
        {
            var after = BitConverter.ToUInt32(rig.Board.Chip.OptionBytes, 0);
            var optionsAreOurs = ((after ^ before) & BootBitsAlone) == 0;
            return rig.Cpu.Stack != "1.20.0" || rig.Cpu.BootsSystemMemory || !optionsAreOurs ? $"a false green: stack {rig.Cpu.Stack}, FLASH_OPTR 0x{after:X8}" : null;
        }

        return Fits(error, fault) ? null : $"{error.GetType().Name} {(error as FusException)?.Fault}: {error.Message}";
    }

    /// <summary>A lost connection, a flash that refuses and a core that does not run are causes of the rooms below; of FUS it may be any that speaks of silence or of what is not there.</summary>
    private static bool Fits(Exception error, CoprocessorFault fault) => error switch
    {
        FusException fus => fault switch
        {
            CoprocessorFault.OptionStoreLost => fus.Fault is FusFault.OptionBytes,
            CoprocessorFault.MailboxMoved or CoprocessorFault.SecurityOff => fus.Fault is FusFault.Refused or FusFault.NoAnswer or FusFault.OptionBytes or FusFault.Late,
            CoprocessorFault.BootAddressLost => fus.Fault is FusFault.Lost or FusFault.NotThere or FusFault.NoAnswer or FusFault.Late,
            _ => fus.Fault is FusFault.NoAnswer or FusFault.Late or FusFault.NotThere or FusFault.OptionBytes or FusFault.Lost,
        },
        FlashException or TargetException or DapException => true,
        WireException => false,
        _ => false,
    };
}
