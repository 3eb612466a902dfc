// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Fus;

/// <summary>What FUS does at its commands, stage by stage, with the quirks of its versions.</summary>
internal sealed class FusOperations(Coprocessor cpu, bool scansDown)
{
    private const byte Installing = 0x10;
    private const byte Upgrading = 0x20;
    private const byte Serving = 0x30;
    private const int MostSpareResets = 3;

    /// <summary>A page erased and written again: 22.0 to 24.5 ms, and 512 double words of 81.7 to 90.8 µs (DS11929).</summary>
    private const long FastestPage = 63;
    private const long SlowestPage = 71;

    private FusMemory Memory => cpu.Memory;

    private byte[] Cells => cpu.Flash.Cells.Bytes;

    private int UserBytes => cpu.Boundary * cpu.Shape.PageBytes;

    /// <summary>A stack that is there from the start.</summary>
    public void Preinstall(ReadOnlySpan<byte> file)
    {
        var copy = file.ToArray();
        var footer = (uint)copy.Length;
        var image = new FoundImage(0, copy.Length, Bus.Memory.Get(copy, footer - 88, 4), copy[footer - 96], Signed: true);
        Install(image, image.VersionIn(copy), null);
        cpu.SelectStack();
    }

    /// <summary>FUS_FW_UPGRADE: the first image that is found; null where there is none.</summary>
    public FusJob? Upgrade()
    {
        if (FoundImage.Scan(Cells, UserBytes, cpu.Shape.PageBytes, scansDown) is not { } image)
            return null;
        return image.Magic switch
        {
            FoundImage.FusMagic => UpgradeFus(image),
            FoundImage.SafebootMagic => UpgradeSafeboot(image),
            _ => InstallStack(image),
        };
    }

    /// <summary>FUS_FW_DELETE.</summary>
    public FusJob Delete() => new(
    [
        new FusStage(Installing + 1, Pages(Memory.StackPages, 23, 25), StageRisk.Flash, () => { }, Resets: true),
        Last(Installing + 2, () =>
        {
            LoseStack();
            cpu.SelectFus();
        }),
    ]);

    /// <summary>The stack is gone, and its pages are user flash again.</summary>
    public void LoseStack()
    {
        var first = Memory.Stack == 0 ? cpu.EmptyBoundary : Memory.StackPage;
        (Memory.Stack, Memory.StackPages, Memory.StackPage) = (0, 0, 0);
        cpu.SelectFus();
        var end = Math.Min(cpu.EmptyBoundary * cpu.Shape.PageBytes, Cells.Length);
        var start = first * cpu.Shape.PageBytes;
        if (end > start)
            cpu.Flash.Erase(start, end - start);
    }

    /// <summary>What Safeboot does: user flash erased, no stack, options as delivered.</summary>
    public void FactoryReset()
    {
        Memory.KeepsData = false;
        (Memory.Stack, Memory.StackPages, Memory.StackPage) = (0, 0, 0);
        cpu.Flash.Erase(0, Math.Min(cpu.EmptyBoundary * cpu.Shape.PageBytes, Cells.Length));
        cpu.SelectFus();
        cpu.RestoreOptions();
        cpu.ResetChip();
    }

    private FusJob InstallStack(FoundImage image)
    {
        var version = image.VersionIn(Cells);
        var stages = new List<FusStage> { Check(Installing, image, () => RefuseStack(image, version)) };
        stages.Add(new FusStage(Installing + 1, Pages(image.Pages, FastestPage, SlowestPage), StageRisk.Flash, () => { }, Resets: false));
        AddSpareResets(stages, Installing + 2);
        stages.Add(Last(Installing + 3, () =>
        {
            var bricks = Memory.IsBefore(Release.V1_2_0) && Memory.Stack != 0 && image.Pages > Memory.StackPages;
            Install(image, version, image.Start / cpu.Shape.PageBytes);
            Memory.Dead |= bricks; // The boot address stays that of the first stack, which is gone.
            if (cpu.Dice.Between(0, 1) == 0)
                cpu.SelectFus();
            else
                cpu.SelectStack();
        }));
        return new FusJob(stages);
    }

    private void Install(FoundImage image, uint version, int? loadedAt)
    {
        var shape = cpu.Shape;
        var hadStack = Memory.Stack != 0;
        var start = loadedAt ?? 0;
        if (loadedAt is { } at)
            cpu.Flash.Erase(at * shape.PageBytes, Math.Min(image.Pages * shape.PageBytes, Cells.Length - (at * shape.PageBytes)));
        Memory.KeepsData = image.Magic == FoundImage.NewStack;
        if (loadedAt is null || hadStack)
            start = shape.UserPages - image.Pages - (Memory.KeepsData ? shape.NvmPages : 0);
        (Memory.Stack, Memory.StackPages, Memory.StackPage) = (version, image.Pages, start);
    }

    private FusJob UpgradeFus(FoundImage image)
    {
        var version = image.VersionIn(Cells);
        var stages = new List<FusStage>
        {
            Check(Upgrading, image, () => RefuseFus(image, version)),
            new(Upgrading + 1, Pages(image.Pages, FastestPage, SlowestPage), StageRisk.Flash, () => { }, Resets: true),
            new(Upgrading + 2, Pages(image.Pages, FastestPage, SlowestPage), StageRisk.Flash, () => { }, Resets: true),
        };
        AddSpareResets(stages, Upgrading + 3);
        stages.Add(Last(Upgrading + 4, () => BecomeFus(image, version)));
        return new FusJob(stages);
    }

    private void BecomeFus(FoundImage image, uint version)
    {
        if (Memory.IsBefore(Release.V1_2_0))
            LoseStack();
        cpu.Flash.Erase(image.Start, image.Pages * cpu.Shape.PageBytes);
        Memory.Keys.Clear();
        Memory.MasterKey = false;
        Memory.Fus = version;
        if (version >= Release.V1_1_0 && Memory.Safeboot < Release.V1_1_0)
            Memory.Safeboot = Release.V1_1_0;
        cpu.SelectFus();
    }

    private FusJob UpgradeSafeboot(FoundImage image) => new(
    [
        Check(Serving, image, () => Memory.IsBefore(Release.V2_0_0) || Memory.Stack != 0 ? FusOpcodes.NotAuthentic : (byte)0),
        new FusStage(Serving + 1, Coprocessor.Between(1500, 4000), StageRisk.Flash, () => cpu.Flash.Erase(0, UserBytes), Resets: true),
        Last(Serving + 2, () =>
        {
            Memory.Safeboot = Release.V2_0_1;
            Memory.Error = FusOpcodes.Unknown;
        }),
    ]);

    /// <summary>Looks at an image: whatever is wrong with it ends the operation.</summary>
    private FusStage Check(byte state, FoundImage image, Func<byte> rules) => new(state, Coprocessor.Between(100, 500), StageRisk.None, () =>
    {
        var error = Authenticate(image);
        error = error != 0 ? error : rules();
        if (error == 0)
            return;
        Memory.Job = null;
        Memory.Error = error;
        if (Memory.IsBefore(Release.V2_0_0))
            cpu.Flash.Erase(image.Start, image.Pages * cpu.Shape.PageBytes);
    }, Resets: true);

    private byte Authenticate(FoundImage image)
    {
        if (!image.Signed)
            return FusOpcodes.NoSignature;
        if (!image.IsWhole(Cells))
            return FusOpcodes.Corrupt;
        return image.IsSignedFor(Cells, cpu.Shape.Family) ? (byte)0 : FusOpcodes.NotAuthentic;
    }

    private byte RefuseFus(FoundImage image, uint version) =>
        FusMatrix.Takes(Memory.Fus, version, image.IsFor053(Cells), Memory.Oldest is not null) ? (byte)0 : FusOpcodes.NotAuthentic;

    private byte RefuseStack(FoundImage image, uint version)
    {
        var isNew = image.Magic == FoundImage.NewStack;
        if (isNew && Memory.IsBefore(Release.V2_0_0))
            return FusOpcodes.NotAuthentic;
        if (Memory.Oldest is { } oldest && version < oldest)
            return FusOpcodes.Rollback;
        var page = image.Start / cpu.Shape.PageBytes;
        var gap = Memory.Stack == 0 ? 0 : Memory.IsBefore(Release.V1_1_2) ? image.Pages : 1;
        var highest = cpu.Shape.UserPages - image.Pages - (isNew ? cpu.Shape.NvmPages : 0);
        return page > highest || page + image.Pages + gap > cpu.Boundary ? FusOpcodes.NoSpace : (byte)0;
    }

    private FusStage Last(byte state, Action effect) => new(state, Coprocessor.Between(40, 60), StageRisk.Options, effect, Resets: true);

    private void AddSpareResets(List<FusStage> stages, byte state)
    {
        for (var left = cpu.Dice.Between(0, MostSpareResets); left > 0; left--)
            stages.Add(new FusStage(state, Coprocessor.Between(5, 200), StageRisk.Flash, () => { }, Resets: true));
    }

    private static BusyRange Pages(int pages, long fastest, long slowest) => Coprocessor.Between(pages * fastest, pages * slowest);
}
