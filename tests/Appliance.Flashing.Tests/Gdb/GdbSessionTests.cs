// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Layout;
using Appliance.Flashing.Tests.Fakes;
using Appliance.Ports.Wires;
using Appliance.Probes;
using Appliance.Simulation.BlackMagic;
using Appliance.Targets;

namespace Appliance.Flashing.Tests.Gdb;

/// <summary>The job of a session through a Black Magic Probe.</summary>
public class GdbSessionTests
{
    [Theory]
    [InlineData("stm32f103cb", EraseRequest.Chip)]
    [InlineData("stm32f103cb", EraseRequest.Sectors)]
    [InlineData("stm32f103rc", EraseRequest.Sectors)]
    [InlineData("stm32f107vc", EraseRequest.Auto)]
    public void Replay_SoundBoard_HoldsTheImageAndRuns(string target, EraseRequest erase)
    {
        using var rig = new GdbRig(target);
        rig.Board.Chip.Flash.AsSpan(0, 32 * 1024).Fill(0);
        var image = SessionRig.Runnable((20 * 1024) + 3);

        var evidence = rig.Replay(image, erase);
        Assert.True(rig.Board.Chip.IsHalted);
        rig.Session.Reset(FinalState.Run, default);

        Assert.Equal(new VerifyEvidence("readback", image.ByteCount, image.Crc32), evidence);
        Assert.True(rig.Board.Chip.IsRunning);
        Assert.Empty(rig.Board.Chip.Violations.List);
        Assert.Empty(rig.Session.Warnings);
    }

    [Fact]
    public void Connect_SoundBoard_TellsFirmwareTargetAndVoltage()
    {
        using var rig = new GdbRig(options: new SimulatedBlackMagicOptions { Firmware = "v1.9.2" }).Connected();

        Assert.Equal(
            ["Black Magic Probe v1.9.2, Hardware Version 3", "target 1: STM32F1 medium density M3, as it ran", "target voltage 3.3V"], rig.Session.Probe.ConnectPath);
    }

    [Fact]
    public void Identify_SoundBoard_TellsProductSizeAndUniqueId()
    {
        using var rig = new GdbRig().Connected();

        var identity = rig.Session.Identify(default);

        Assert.Equal(new TargetIdentity("stm32f103cb", null, null, 0x410, null, Convert.ToHexStringLower(rig.Board.Chip.UniqueId), 128), identity);
    }

    [Fact]
    public void Replay_OldFirmwareWithoutMassErase_ErasesByRange()
    {
        using var rig = new GdbRig(options: new SimulatedBlackMagicOptions { ErasesMass = false });
        rig.Board.Chip.Flash.AsSpan().Fill(0);

        rig.Replay(SessionRig.Runnable(2048), EraseRequest.Chip);

        Assert.Equal(-1, rig.Board.Chip.Flash.AsSpan(2048).IndexOfAnyExcept((byte)0xFF));
    }

    [Fact]
    public void Replay_OnlySectorsOfTheImage_LeavesTheRest()
    {
        using var rig = new GdbRig();
        rig.Board.Chip.Flash.AsSpan(100 * 1024).Fill(0x5A);

        rig.Replay(SessionRig.Runnable(4096), EraseRequest.Sectors);

        Assert.Equal(-1, rig.Board.Chip.Flash.AsSpan(100 * 1024).IndexOfAnyExcept((byte)0x5A));
    }

    /// <summary>Every byte that must be escaped, in packets too small for a block: the probe drops a packet that is too long.</summary>
    [Fact]
    public void Replay_ImageOfReservedCharacters_FitsThePackets()
    {
        using var rig = new GdbRig(options: new SimulatedBlackMagicOptions { PacketBytes = 256 });
        var bytes = new byte[5000];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)"$#}*"[i * 7 % 4];
        var image = Flashing.Firmware.FirmwareImage.FromBytes(0x08000000, bytes);

        Assert.Equal(image.Crc32, rig.Replay(image).Crc32);
    }

    [Theory]
    [InlineData("garbled-answers")]
    [InlineData("stale-answers")]
    public void Replay_TroubleWithTheProbe_NeverPassesFalsely(string fault)
    {
        var passed = 0;
        for (var seed = 1; seed <= 6; seed++)
        {
            using var rig = new GdbRig(options: new SimulatedBlackMagicOptions { Fault = fault }, seed: seed);
            var image = SessionRig.Runnable(6 * 1024);
            try
            {
                Assert.Equal(image.Crc32, rig.Replay(image).Crc32);
                Assert.True(rig.Board.Chip.Flash.AsSpan(0, 8).SequenceEqual(Start(image)));
                passed++;
            }
            catch (WireException broken)
            {
                Assert.Contains("sim-black-magic", broken.Message, StringComparison.Ordinal);
            }
        }

        Assert.InRange(passed, 5, 6);
    }

    [Theory]
    [InlineData("silent")]
    [InlineData("short-answers")]
    public void Connect_ProbeThatNeverAnswersWell_SaysSoAndEnds(string fault)
    {
        using var rig = new GdbRig(options: new SimulatedBlackMagicOptions { Fault = fault });

        var error = Assert.Throws<WireException>(rig.Connected);

        Assert.Contains("sim-black-magic:stm32f103cb", error.Message, StringComparison.Ordinal);
        Assert.InRange(rig.Probe.Clock.Now, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        Assert.Equal(SafeState.Unknown, rig.Session.MakeSafe());
    }

    [Fact]
    public void Program_ProbeThatHangs_IsLostAndItsTargetUnknown()
    {
        using var rig = new GdbRig(options: new SimulatedBlackMagicOptions { Fault = "stops-answering" });

        Assert.Throws<WireException>(() => rig.Replay(SessionRig.Runnable(8000)));

        Assert.Equal(SafeState.Unknown, rig.Session.MakeSafe());
        Assert.InRange(rig.Probe.Clock.Now, TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData("no-target", DapFault.NoAnswer)]
    [InlineData("nreset-stuck-low", DapFault.NoAnswer)]
    public void Connect_NobodyThere_IsNoTarget(string fault, DapFault expected)
    {
        using var rig = new GdbRig(boardFault: fault);

        var error = Assert.Throws<DapException>(rig.Connected);

        Assert.Equal(expected, error.Fault);
        Assert.Contains("sim-black-magic", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wrong-chip", TargetFault.WrongChip)]
    [InlineData("read-protected", TargetFault.ReadProtected)]
    public void Identify_ChipThatIsRefused_ChangesNothing(string fault, TargetFault expected)
    {
        using var rig = new GdbRig(boardFault: fault);
        rig.Board.Chip.Flash.AsSpan().Fill(0x77);
        rig.Connected();

        Assert.Equal(expected, Assert.Throws<TargetException>(() => rig.Session.Identify(default)).Fault);
        Assert.Equal(-1, rig.Board.Chip.Flash.AsSpan().IndexOfAnyExcept((byte)0x77));
    }

    [Fact]
    public void Connect_ChipWithOtherSectors_IsRefused()
    {
        using var rig = new GdbRig("stm32f103cb", chip: "stm32f103rc");
        rig.Board.Chip.Flash.AsSpan().Fill(0x77);

        Assert.Equal(TargetFault.WrongChip, Assert.Throws<TargetException>(() => rig.Replay(SessionRig.Runnable(100))).Fault);
        Assert.Equal(-1, rig.Board.Chip.Flash.AsSpan().IndexOfAnyExcept((byte)0x77));
    }

    [Fact]
    public void Program_Refused_IsAProgramErrorWithItsAddress()
    {
        using var rig = new GdbRig(options: new SimulatedBlackMagicOptions { RefusesWrites = true });

        var error = Assert.Throws<FlashException>(() => rig.Replay(SessionRig.Runnable(4096)));

        Assert.Equal((FlashFault.ProgramError, 0x08000000u), (error.Fault, error.Address!.Value));
        Assert.Equal(SafeState.Halted, rig.Session.MakeSafe());
    }

    [Fact]
    public void Program_PowerLost_IsALostTarget()
    {
        using var rig = new GdbRig(boardFault: "power-loss-mid-program");

        Assert.Equal(DapFault.Lost, Assert.Throws<DapException>(() => rig.Replay(SessionRig.Runnable(4096))).Fault);
        Assert.Equal(SafeState.Unknown, rig.Session.MakeSafe());
    }

    [Fact]
    public void Verify_BadCell_NamesTheFirstByte()
    {
        using var rig = new GdbRig(boardFault: "bad-flash-cell");

        var error = Assert.Throws<FlashException>(() => rig.Replay(SessionRig.Runnable(4096)));

        Assert.Equal(FlashFault.VerifyMismatch, error.Fault);
        Assert.NotNull(error.Address);
    }

    [Fact]
    public void Reset_Halt_IsUnsupported()
    {
        using var rig = new GdbRig().Connected();

        Assert.Equal(FlashFault.Unsupported, Assert.Throws<FlashException>(() => rig.Session.Reset(FinalState.Halt, default)).Fault);
    }

    private static byte[] Start(Flashing.Firmware.FirmwareImage image)
    {
        var bytes = new byte[8];
        image.Read(0x08000000, bytes, 0xFF);
        return bytes;
    }
}
