// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus;
using Appliance.Flashing.Fus.Connection;
using Appliance.Flashing.Fus.Operations;
using Appliance.Flashing.Tests.Loaders;
using Appliance.Ports.Wires;
using Appliance.Probes;
using Appliance.Simulation.Fus;
using Appliance.Targets;

namespace Appliance.Flashing.Tests.Fus.Sessions;

/// <summary>What is cut off.</summary>
public enum CutKind
{
    /// <summary>The supply goes and comes back.</summary>
    Power,

    /// <summary>Somebody pulls nRESET.</summary>
    Reset,

    /// <summary>The probe is pulled out, for the rest of the press.</summary>
    Wire,
}

/// <summary>One operation on one FUS, to be cut off.</summary>
/// <param name="Fus">Version of FUS.</param>
/// <param name="Operation"><c>install</c>, <c>delete</c>, <c>upgrade</c> or <c>safeboot</c>.</param>
internal sealed record CutRow(string Fus, string Operation)
{
    private const int MostSeeds = 20;

    /// <summary>Success must stay for less than on the line: what follows is but more of the same questions.</summary>
    private static readonly FusTiming Short = FusTiming.Default with { Stable = TimeSpan.FromMilliseconds(300) };

    private static readonly SimulatedFusImage Small = new("small", SimulatedImageKind.LegacyStack, "1.20.0", 2);
    private static readonly SimulatedFusImage To12 = SimulatedFusImages.Fus("fus12", "1.2.0") with { Pages = 2 };
    private static readonly SimulatedFusImage For053 = SimulatedFusImages.For053 with { Pages = 2 };
    private static readonly SimulatedFusImage To22 = SimulatedFusImages.Fus("fus22", "2.2.0") with { Pages = 2 };
    private static readonly SimulatedFusImage Safeboot = SimulatedFusImages.Wide.Single(image => image.Kind == SimulatedImageKind.Safeboot);

    /// <summary>Every row there is: each operation on every FUS that has it.</summary>
    public static IReadOnlyList<CutRow> All { get; } =
    [
        .. from fus in CoprocessorOptions.Versions
           from operation in new[] { "install", "delete", "upgrade", "safeboot" }
           where operation switch { "upgrade" => fus != "2.2.0", "safeboot" => fus.StartsWith('2'), _ => true }
           select new CutRow(fus, operation),
    ];

    /// <summary>What is wanted.</summary>
    public FusWish Wish => Operation switch
    {
        "install" => new FusWish { Files = [FusRig.File(Small)] },
        "delete" => new FusWish { Delete = true },
        "upgrade" => new FusWish { Files = [.. Upgrades.Select(FusRig.File)] },
        _ => new FusWish { Files = [FusRig.File(Safeboot)], Final = FusFinal.Safeboot },
    };

    private IEnumerable<SimulatedFusImage> Upgrades => Fus switch
    {
        "0.5.3" => [For053],
        "1.2.0" or "2.0.0" or "2.1.0" => [To22],
        _ => [To12],
    };

    /// <summary>A new part for it.</summary>
    public FusRig Rig(long seed = 1) => new(Fus, Operation == "delete" ? Small : null, seed: seed, code: LoaderRig.Engines) { Timing = Short };

    /// <summary>How many points there are to cut at.</summary>
    public long Points()
    {
        using var rig = Rig();
        CuttingLink? counted = null;
        rig.Press(Wish, wrap: link => counted = new CuttingLink(link, -1, () => { }));
        return counted!.Count;
    }

    /// <summary>Cuts a press at a point, presses again, and tells what came of it.</summary>
    public CutEnd CutAt(CutKind kind, long point)
    {
        using var rig = Rig();
        byte? during = null;
        return Run(rig, kind, link => new CuttingLink(link, point, () => during = Cut(rig, kind)), () => during);
    }

    /// <summary>The same as soon as FUS is in a state; a state too short to be met is looked for on other parts.</summary>
    public CutEnd CutIn(CutKind kind, byte state)
    {
        CutEnd? end = null;
        for (var seed = 1; seed <= MostSeeds && end?.During != state; seed++)
            end = CutIn(kind, state, seed);
        Assert.Equal(state, end!.During);
        return end;
    }

    private CutEnd CutIn(CutKind kind, byte state, long seed)
    {
        using var rig = Rig(seed);
        byte? during = null;
        return Run(rig, kind, link => new CuttingLink(link, -1, () => { }, () =>
        {
            if (during is null && rig.Cpu.State == state)
                during = Cut(rig, kind);
        }), () => during);
    }

    /// <summary>Every state FUS is in, in order.</summary>
    public IReadOnlyList<byte> States()
    {
        using var rig = Rig();
        var states = new List<byte>();
        rig.Cpu.StageBegun = states.Add;
        rig.Press(Wish);
        return [.. states.Distinct()];
    }

    private CutEnd Run(FusRig rig, CutKind kind, Func<IDapLink, IDapLink> wrap, Func<byte?> during)
    {
        var announced = false;
        var own = rig.BootBits;
        var ended = "finished";
        try
        {
            var session = rig.Open(wrap);
            announced = session.Plan(Wish, session.Connect(default)).Steps.Any(step => step.NoWayBack.Length > 0);
            session.Reach(Wish, null, default);
            session.Restore(default);
        }
        catch (Exception cutOff) when (IsError(cutOff))
        {
            ended = cutOff.Message; // The press that is cut may end as it likes; what counts is the next one.
        }

        if (rig.Cpu.IsDead)
            return new CutEnd(during(), IsDead: true, announced, LastWord(rig));
        var violations = kind == CutKind.Reset ? [] : rig.Board.Chip.Violations.List.Where(violation => !violation.Contains("was reset while FUS worked", StringComparison.Ordinal)).ToList();
        FusSituation situation;
        try
        {
            situation = rig.Press(Wish);
        }
        catch (Exception again) when (IsError(again))
        {
            return new CutEnd(during(), IsDead: false, announced, $"the next press: {again.Message} The first: {ended}");
        }

        var isThere = Operation switch
        {
            "install" => rig.Cpu.Stack == "1.20.0" && rig.Cpu.StartsStack,
            "delete" => rig.Cpu.Stack is null && situation.Stack is null,
            "upgrade" => rig.Cpu.Fus == Upgrades.Single().Version,
            _ => rig.Cpu.Safeboot == "2.0.1",
        };
        var problem = !isThere ? $"not there after the next press; the first: {ended}"
            : rig.Store.Kept.Count > 0 || rig.BootBits != own ? "the board is left in system boot"
            : rig.Cpu.Works ? "FUS still works" : violations.Count > 0 ? violations[0] : null;
        return new CutEnd(during(), IsDead: false, announced, problem);
    }

    private static string? LastWord(FusRig rig)
    {
        var error = Record.Exception(() => rig.Press(new FusWish { Delete = true }));
        return error is FusException { Fault: FusFault.Lost } ? null : $"a lost part is told as {error?.Message ?? "sound"}";
    }

    private static byte? Cut(FusRig rig, CutKind kind)
    {
        var (chip, state) = (rig.Board.Chip, rig.Cpu.State);
        switch (kind)
        {
            case CutKind.Power:
                chip.PowerOff();
                chip.PowerOn();
                break;
            case CutKind.Reset:
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

    private static bool IsError(Exception error) => error is FusException or FlashException or TargetException or DapException or WireException;
}

/// <summary>What came of a press that was cut.</summary>
/// <param name="During">State of FUS when it was cut; null while FUS was idle, or where the wire alone was cut.</param>
/// <param name="IsDead">The part cannot be brought back.</param>
/// <param name="Announced">The plan had said that a step has no way back.</param>
/// <param name="Problem">What is wrong with the end; null for nothing.</param>
internal sealed record CutEnd(byte? During, bool IsDead, bool Announced, string? Problem);
