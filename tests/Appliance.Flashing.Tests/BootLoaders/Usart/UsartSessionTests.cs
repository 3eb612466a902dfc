// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.BootLoaders;
using Appliance.Flashing.Layout;
using Appliance.Flashing.Tests.Fakes;
using Appliance.Ports.Serial;
using Appliance.Simulation.BootLoaders;
using Appliance.Targets;

namespace Appliance.Flashing.Tests.BootLoaders.Usart;

/// <summary>The job of a session through the boot loader on the USART.</summary>
public class UsartSessionTests
{
    [Theory]
    [InlineData("stm32f103cb", EraseRequest.Chip)]
    [InlineData("stm32f103cb", EraseRequest.Sectors)]
    [InlineData("stm32f103rc", EraseRequest.Sectors)]
    [InlineData("stm32f107vc", EraseRequest.Auto)]
    public void Replay_SoundBoard_HoldsTheImageAndRuns(string target, EraseRequest erase)
    {
        using var rig = new UsartRig(target);
        var image = SessionRig.Runnable((20 * 1024) + 3);

        var evidence = rig.Replay(image, erase);
        Assert.False(rig.Usart.RunsFirmware);
        rig.Session.Reset(FinalState.Run, default);

        Assert.Equal(new VerifyEvidence("readback", image.ByteCount, image.Crc32), evidence);
        Assert.True(rig.Usart.RunsFirmware);
        Assert.Empty(rig.Board.Chip.Violations.List);
        Assert.Empty(rig.Session.Warnings);
        Assert.Contains("USART boot loader 2.2, 115200 baud 8E1", rig.Session.Probe.ConnectPath[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Identify_SoundBoard_TellsProductSizeAndUniqueId()
    {
        using var rig = new UsartRig().Connected();

        var identity = rig.Session.Identify(default);

        Assert.Equal(
            new TargetIdentity("stm32f103cb", null, null, 0x410, null, Convert.ToHexStringLower(rig.Board.Chip.UniqueId), 128), identity);
    }

    [Fact]
    public void Replay_OnlySectorsOfTheImage_LeavesTheRest()
    {
        using var rig = new UsartRig();
        rig.Board.Chip.Flash.AsSpan(100 * 1024).Fill(0x5A);

        rig.Replay(SessionRig.Runnable(4096), EraseRequest.Sectors);

        Assert.Equal(-1, rig.Board.Chip.Flash.AsSpan(100 * 1024).IndexOfAnyExcept((byte)0x5A));
    }

    [Fact]
    public void Replay_NewerBootLoader_UsesExtendedErase()
    {
        using var rig = new UsartRig(options: new SimulatedUsartOptions { Commands = SimulatedUsartOptions.ExtendedCommands, Version = 0x31 });
        rig.Board.Chip.Flash.AsSpan().Fill(0);
        var image = SessionRig.Runnable(6000);

        Assert.Equal(image.Crc32, rig.Replay(image, EraseRequest.Sectors).Crc32);
        Assert.Equal(image.Crc32, rig.Replay(image, EraseRequest.Chip).Crc32);
        Assert.Empty(rig.Board.Chip.Violations.List);
    }

    [Theory]
    [InlineData(EraseRequest.Sectors)]
    [InlineData(EraseRequest.Chip)]
    public void Replay_OnlyNoStretchCommands_WaitsWhileItSaysBusy(EraseRequest erase)
    {
        using var rig = new UsartRig(options: new SimulatedUsartOptions { Commands = SimulatedUsartOptions.NoStretchCommands, Version = 0x31 });
        rig.Board.Chip.Flash.AsSpan().Fill(0);
        var image = SessionRig.Runnable(6000);

        Assert.Equal(image.Crc32, rig.Replay(image, erase).Crc32);
        Assert.Empty(rig.Board.Chip.Violations.List);
        Assert.Empty(rig.Session.Warnings);
    }

    [Fact]
    public void Replay_NoMassErase_ErasesEverySector()
    {
        using var rig = new UsartRig(options: new SimulatedUsartOptions { NoMassErase = true });
        rig.Board.Chip.Flash.AsSpan().Fill(0);
        var image = SessionRig.Runnable(2048);

        rig.Replay(image, EraseRequest.Chip);

        Assert.Equal(-1, rig.Board.Chip.Flash.AsSpan(2048).IndexOfAnyExcept((byte)0xFF));
        Assert.Equal("no-mass-erase", rig.Session.Warnings[0].Code);
    }

    [Fact]
    public void Replay_WithoutPins_FindsTheBootLoaderStrappedAndStartsByGo()
    {
        using var rig = new UsartRig(options: new SimulatedUsartOptions { ResetWired = false, Boot0Strapped = true });
        rig.Replay(SessionRig.Runnable(1000));
        rig.Replay(SessionRig.Runnable(1004));

        rig.Session.Reset(FinalState.Run, default);

        Assert.True(rig.Usart.RunsFirmware);
        Assert.False(rig.Session.Capabilities.HasFlag(SessionCapabilities.HardwareReset));
    }

    [Theory]
    [InlineData("noise-before-sync")]
    [InlineData("garbled-answers")]
    [InlineData("lost-bytes")]
    [InlineData("lost-acknowledge")]
    [InlineData("late-answers")]
    public void Replay_TroubleOnTheLine_IsOvercomeAndNeverWritesTwice(string fault)
    {
        using var rig = new UsartRig(options: new SimulatedUsartOptions { Fault = fault });
        var image = SessionRig.Runnable(16 * 1024);

        var evidence = rig.Replay(image);
        rig.Session.Reset(FinalState.Run, default);

        Assert.Equal(image.Crc32, evidence.Crc32);
        Assert.Empty(rig.Board.Chip.Violations.List);
        if (fault != "noise-before-sync") Assert.Contains(rig.Session.Warnings, warning => warning.Code == "line-noise");
    }

    [Theory]
    [InlineData("silent-line", BootFault.NoAnswer)]
    [InlineData("short-answers", BootFault.NoAnswer)]
    public void Connect_LineThatNeverWorks_SaysWhyAndEnds(string fault, BootFault expected)
    {
        using var rig = new UsartRig(options: new SimulatedUsartOptions { Fault = fault });

        var error = Assert.Throws<BootLoaderException>(rig.Connected);

        Assert.Equal(expected, error.Fault);
        Assert.Equal("sim-usart:stm32f103cb", error.Line);
        Assert.InRange(rig.Usart.Clock.Now, TimeSpan.Zero, TimeSpan.FromSeconds(60));
        Assert.Equal(SafeState.HeldInReset, rig.Session.MakeSafe());
    }

    [Fact]
    public void Connect_WithoutParity_IsNotHeard()
    {
        using var rig = new UsartRig(parity: SerialParity.None);

        Assert.Equal(BootFault.NoAnswer, Assert.Throws<BootLoaderException>(rig.Connected).Fault);
    }

    [Theory]
    [InlineData("wrong-chip", TargetFault.WrongChip)]
    [InlineData("read-protected", TargetFault.ReadProtected)]
    public void Identify_ChipThatIsRefused_ChangesNothing(string fault, TargetFault expected)
    {
        using var rig = new UsartRig(boardFault: fault);
        rig.Board.Chip.Flash.AsSpan().Fill(0x77);
        rig.Connected();

        var error = Assert.Throws<TargetException>(() => rig.Session.Identify(default));

        Assert.Equal(expected, error.Fault);
        Assert.Throws<InvalidOperationException>(() => rig.Session.Erase(rig.Plan(SessionRig.Runnable(100)), null, default));
        Assert.Equal(-1, rig.Board.Chip.Flash.AsSpan().IndexOfAnyExcept((byte)0x77));
    }

    [Fact]
    public void Identify_SizeWordZero_IsAWarning()
    {
        using var rig = new UsartRig(boardFault: "flash-size-zero").Connected();

        rig.Session.Identify(default);

        Assert.Equal("flash-size-word", Assert.Single(rig.Session.Warnings).Code);
    }

    [Fact]
    public void Verify_BadCell_NamesTheFirstByte()
    {
        using var rig = new UsartRig(boardFault: "bad-flash-cell");

        var error = Assert.Throws<FlashException>(() => rig.Replay(SessionRig.Runnable(4096)));

        Assert.Equal(FlashFault.VerifyMismatch, error.Fault);
        Assert.NotNull(error.Address);
    }

    [Fact]
    public void Program_PowerLost_IsSilence()
    {
        using var rig = new UsartRig(boardFault: "power-loss-mid-program");

        Assert.Equal(BootFault.NoAnswer, Assert.Throws<BootLoaderException>(() => rig.Replay(SessionRig.Runnable(4096))).Fault);
    }

    [Fact]
    public void Program_Refused_IsAProgramErrorWithItsAddress()
    {
        using var rig = new UsartRig(options: new SimulatedUsartOptions { RefusesWrites = true });

        var error = Assert.Throws<FlashException>(() => rig.Replay(SessionRig.Runnable(4096)));

        Assert.Equal((FlashFault.ProgramError, 0x08000000u), (error.Fault, error.Address!.Value));
    }

    [Fact]
    public void Erase_NothingAskedAndNotBlank_IsFoundBeforeAnythingIsWritten()
    {
        using var rig = new UsartRig();
        rig.Board.Chip.Flash[1002] = 0xFE;

        var error = Assert.Throws<FlashException>(() => rig.Replay(SessionRig.Runnable(1001), EraseRequest.None));

        Assert.Equal((FlashFault.NotBlank, 0x080003EAu), (error.Fault, error.Address!.Value));
        Assert.Equal(-1, rig.Board.Chip.Flash.AsSpan(0, 1000).IndexOfAnyExcept((byte)0xFF));
    }

    [Fact]
    public void Reset_Halt_IsUnsupported()
    {
        using var rig = new UsartRig().Connected();

        Assert.Equal(FlashFault.Unsupported, Assert.Throws<FlashException>(() => rig.Session.Reset(FinalState.Halt, default)).Fault);
    }

    [Fact]
    public void Connect_Cancelled_EndsAtOnce()
    {
        using var rig = new UsartRig();
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();

        Assert.Throws<OperationCanceledException>(() => rig.Session.Connect(new ConnectSettings(1, ConnectMode.Auto, TimeSpan.FromSeconds(1)), cancel.Token));
    }
}
