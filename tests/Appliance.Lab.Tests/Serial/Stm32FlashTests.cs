// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Appliance.Lab.Tests.Lab;
using Appliance.Simulation;
using Appliance.Simulation.BootLoaders;
using Xunit.Abstractions;

namespace Appliance.Lab.Tests.Serial;

/// <summary>The USART boot loader behind an emulated UART: unlike a pseudo terminal it has a parity, which the kernel really sets.</summary>
public sealed class Stm32FlashTests(SharedGuest shared, ITestOutputHelper output) : GuestTest(shared, output)
{
    private const int ImageBytes = 4 * 1024;

    [LongGuestFact]
    public async Task Stm32Flash_OnAnEmulatedUart_SetsEvenParityAndHoldsTheImageItWrote()
    {
        var (board, image) = Board(44);
        using var server = board.ServeUsart(0, TimeProvider.System, board.AttachUsart(new SimulatedUsartOptions { Boot0Strapped = true }));
        await using var port = await Guest.Serial.PlugAsync(server.Port);
        await Guest.WriteFileAsync("/tmp/uart/fw.bin", image);

        var said = await Guest.RunAsync($"cd /tmp/uart && {Watched(port.Device, $"stm32flash -b 57600 -w fw.bin -v {port.Device}")}", Patience.Boot);

        Assert.Contains("parity seen", said, StringComparison.Ordinal);
        Assert.Equal(image, board.Chip.Flash.AsSpan(0, ImageBytes).ToArray());
        Assert.Empty(board.Chip.Violations.List);
        Assert.Null(server.Failure);
    }

    [LongGuestFact]
    public async Task Appliance_OnAnEmulatedUart_LeftInAnotherState_SetsEvenParityAndPasses()
    {
        var (board, image) = Board(45);
        using var server = board.ServeUsart(0, TimeProvider.System, board.AttachUsart(new SimulatedUsartOptions { Boot0Strapped = true }));
        await using var port = await Guest.Serial.PlugAsync(server.Port);
        await Guest.WriteFileAsync("/tmp/uart/project/fw.bin", image);
        await Guest.WriteFileAsync(
            "/tmp/uart/project/project.yaml",
            Encoding.UTF8.GetBytes("name: by uart\nrevision: '1'\ntarget: stm32f103cb\nfiles:\n  - path: fw.bin\n    address: 0x08000000\n"));
        await Guest.RunAsync($"stty -F {port.Device} 300 cooked crtscts ixon parodd parenb");

        var said = await Guest.RunAsync(
            Watched(port.Device, $"{Guest.Appliance} run /tmp/uart/project --probe usart:{port.Device},baud=57600 --home /tmp/uart/home --json"), Patience.Boot);

        Assert.Contains("\"verdict\": \"PASS\"", said, StringComparison.Ordinal);
        Assert.Contains("parity seen", said, StringComparison.Ordinal);
        Assert.Equal(image, board.Chip.Flash.AsSpan(0, ImageBytes).ToArray());
        Assert.Empty(board.Chip.Violations.List);
    }

    /// <summary>Runs a command and looks meanwhile, in the kernel's own words, whether the port has eight bits with even parity.</summary>
    private static string Watched(string device, string command) =>
        $"{{ {command} & job=$!; seen=no; while kill -0 $job 2>/dev/null; do stty -a -F {device} | tr '\\n' ' ' | grep -q ' parenb -parodd.* cs8' && seen=yes; sleep 0.2; done; "
        + "wait $job && [ $seen = yes ] && echo parity seen; }";

    private static (SimulatedBoard Board, byte[] Image) Board(int seed)
    {
        var board = SimulatedBoard.Create("stm32f103cb", new SimulationOptions { Seed = seed });
        var image = new byte[ImageBytes];
        new Random(seed).NextBytes(image);
        ((byte[])[0x00, 0x10, 0x00, 0x20, 0x41, 0x00, 0x00, 0x08]).CopyTo(image, 0);
        return (board, image);
    }
}
