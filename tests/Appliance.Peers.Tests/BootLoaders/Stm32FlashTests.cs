// SPDX-License-Identifier: Apache-2.0
using Appliance.Peers.Tests.Simulation;
using Appliance.Simulation;
using Appliance.Simulation.BootLoaders;

namespace Appliance.Peers.Tests.BootLoaders;

/// <summary>stm32flash drives the simulated boot loader on a pseudo terminal, which has no parity: <c>-m 8n1</c>.</summary>
public sealed class Stm32FlashTests : IDisposable
{
    private const int ImageBytes = 24 * 1024;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);
    private readonly string _folder = Directory.CreateTempSubdirectory("appliance-stm32flash-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [PeerTheory("stm32flash", "socat")]
    [InlineData("stm32f103cb", false, 0x410)]
    [InlineData("stm32f103rc", true, 0x414)]
    [InlineData("stm32f107vc", false, 0x418)]
    public void BootLoader_DrivenByStm32Flash_HoldsTheImageItWrote(string target, bool extended, int id)
    {
        var board = SimulatedBoard.Create(target, new SimulationOptions { Seed = 5 });
        board.Chip.Flash.AsSpan().Fill(0);
        var options = new SimulatedUsartOptions { Boot0Strapped = true, Commands = extended ? SimulatedUsartOptions.ExtendedCommands : SimulatedUsartOptions.F1Commands };
        var usart = board.AttachUsart(options);
        using var server = board.ServeUsart(0, TimeProvider.System, usart);
        using var tty = new PseudoTerminal(server.Port, _folder);
        var image = new byte[ImageBytes];
        new Random(11).NextBytes(image);
        string written = Path.Combine(_folder, "fw.bin"), read = Path.Combine(_folder, "back.bin");
        File.WriteAllBytes(written, image);

        var first = Run("-w", written, "-v", tty.Path);
        Run("-r", read, "-S", $"0x08000000:{ImageBytes}", tty.Path);
        Run("-g", "0x08000000", tty.Path);

        Assert.Contains($"Device ID    : 0x0{id:x}", first.Output, StringComparison.Ordinal);
        Assert.True(image.AsSpan().SequenceEqual(board.Chip.Flash.AsSpan(0, ImageBytes)));
        Assert.Equal(image, File.ReadAllBytes(read));
        Assert.True(usart.RunsFirmware);
        Assert.Empty(board.Chip.Violations.List);
        Assert.Null(server.Failure);
    }

    [PeerFact("stm32flash", "socat")]
    public void BootLoader_Protected_LetsStm32FlashDoNothingButUnprotect()
    {
        var board = SimulatedBoard.Create("stm32f103cb", new SimulationOptions { Fault = "read-protected" });
        using var server = board.ServeUsart(0, TimeProvider.System, board.AttachUsart(new SimulatedUsartOptions { Boot0Strapped = true }));
        using var tty = new PseudoTerminal(server.Port, _folder);
        var read = Path.Combine(_folder, "back.bin");

        Assert.NotEqual(0, PeerProcess.Run("stm32flash", ["-m", "8n1", "-r", read, "-S", "0x08000000:256", tty.Path], Deadline).ExitCode);
        Run("-k", tty.Path);
        Run("-r", read, "-S", "0x08000000:256", tty.Path);

        Assert.All(File.ReadAllBytes(read), value => Assert.Equal(0xFF, value));
        Assert.Null(server.Failure);
    }

    private static PeerResult Run(params string[] arguments) => PeerProcess.Run("stm32flash", ["-m", "8n1", .. arguments], Deadline).MustSucceed();
}
