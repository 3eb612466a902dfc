// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Flashing.Fus.Images;
using Appliance.Flashing.Fus.Operations;
using Appliance.Flashing.Loaders;
using Appliance.Flashing.Tests.Loaders;
using Appliance.Probes.Swd;
using Appliance.Simulation;
using Appliance.Simulation.Fus;
using Appliance.Targets.CortexM;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Tests.Fus.Sessions;

/// <summary>Images that were left in user flash: the search in the target's RAM finds what a read of everything finds, and little goes over the wire for it.</summary>
public class ImageSearchTests
{
    private const int PageBytes = 4096;
    private const uint StSignature = 0xD3A1_2C5E;
    private const uint CustomerSignature = 0xE2B5_1D4A;
    private const uint LegacyMagic = 0x2337_2991;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void FindOnTarget_FootersAnywhere_IsWhatAReadOfEverythingFinds(int seed)
    {
        var random = new Random(seed);
        using var search = new Search();
        var flash = search.Board.Chip.Flash;
        random.NextBytes(flash.AsSpan(0, 0x2_0000));
        foreach (var end in new[] { 88, 0x1_FFFC, 0x2_0000, 0x2_0004, 0x3_8010, random.Next(100, 0xFFFF) * 4, search.Free })
            Footer(flash, end, random.Next(0, 12), random.Next(2) == 0 ? StSignature : CustomerSignature);
        BinaryPrimitives.WriteUInt32LittleEndian(flash.AsSpan(0x2_4000), StSignature); // A signature's word without a footer: a program may hold it.
        BinaryPrimitives.WriteUInt32LittleEndian(flash.AsSpan(0x2_4800), LegacyMagic);

        var found = search.Run();

        Assert.Equal(ImagesInFlash.Find(flash.AsSpan(0, search.Free), PageBytes), found);
        Assert.Contains((search.Free / PageBytes) - 1, found);
        Assert.Empty(search.Board.Chip.Violations.List);
    }

    [Fact]
    public void FindOnTarget_OneMegabyte_TakesATenthOfASecond()
    {
        using var search = new Search("stm32wb55rg");
        new Random(1).NextBytes(search.Board.Chip.Flash);
        var begun = search.Link.Clock.Now;

        Assert.Empty(search.Run());

        Assert.InRange((search.Link.Clock.Now - begun).TotalSeconds, 0.01, 0.1);
    }

    [Fact]
    public void Install_OnABoardThatRunsCode_ErasesWhatWasLeftAndAsksAtMostEvery50Milliseconds()
    {
        using var rig = new FusRig("2.2.0", code: LoaderRig.Engines);
        SimulatedFusImages.Fus("old", "1.1.2").Build().CopyTo(rig.Board.Chip.Flash.AsSpan(0x4000));
        var session = rig.Open();
        session.Connect(default);

        session.Reach(new FusWish { Files = [FusRig.File("BLE_Stack_full_fw_1_20_0")] }, null, default);
        session.Restore(default);

        Assert.Equal("1.20.0", rig.Cpu.Stack);
        Assert.Contains(session.Warnings, warning => warning.Code == "image-left");
        Assert.InRange(rig.Cpu.ShortestPoll!.Value.TotalMilliseconds, 50, 1000);
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    private static void Footer(byte[] flash, int end, int pages, uint signature)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(flash.AsSpan(end - 4), signature);
        BinaryPrimitives.WriteUInt32LittleEndian(flash.AsSpan(end - 88), LegacyMagic);
        if (end >= 96)
            BinaryPrimitives.WriteUInt32LittleEndian(flash.AsSpan(end - 96), 0x0F0A_FF00u | (uint)pages);
    }

    /// <summary>A part with its core halted, and a loader to search with.</summary>
    private sealed class Search : IDisposable
    {
        private readonly ChipDescription _chip;
        private readonly FusDevice _device;

        public Search(string target = "stm32wb55cc")
        {
            (_chip, _device) = (ChipCatalog.Default.Find(target), FusDevice.Find(target)!);
            Board = SimulatedBoard.Create(target, new SimulationOptions { Cpu = LoaderRig.Engines });
            Link = new SwdLink(Board.OpenSwd());
        }

        public SimulatedBoard Board { get; }

        public SwdLink Link { get; }

        public int Free => _device.UserPages * PageBytes;

        public IReadOnlyList<int> Run()
        {
            Link.Connect(4_000_000);
            var core = CoreAttach.Running(Link, _chip);
            new CoreReset(core).Halt(ResetKind.System);
            return ImagesInFlash.FindOnTarget(new RamLoader(core, _chip, _chip.Flash[0], new WarningLog()), core.Memory, _device, _device.UserPages, default);
        }

        public void Dispose() => Link.Dispose();
    }
}
