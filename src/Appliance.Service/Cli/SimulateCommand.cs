// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Globalization;
using System.Net.Sockets;
using Appliance.Service.Composition;
using Appliance.Simulation.BootLoaders;
using Appliance.Simulation.Fus;
using Appliance.Simulation.Servers;

namespace Appliance.Service.Cli;

/// <summary><c>simulate</c>: a simulated board for foreign programs, on loopback ports, until killed.</summary>
internal static class SimulateCommand
{
    public static Command Create()
    {
        var target = new Argument<string>("TARGET") { Description = "The simulated chip, for example stm32f103cb." };
        var bitbang = new Option<int?>("--remote-bitbang") { Description = "Serve SWD and JTAG characters on this port; 0 takes a free one.", HelpName = "PORT" };
        var pirate = new Option<int?>("--bus-pirate") { Description = "Serve the raw-wire mode of a Bus Pirate on this port; 0 takes a free one.", HelpName = "PORT" };
        var stLink = new Option<int?>("--stlink-tcp") { Description = "Serve an ST-LINK by the protocol of stlink-server on this port; 0 takes a free one.", HelpName = "PORT" };
        var usart = new Option<int?>("--usart") { Description = "Serve the serial line of the chip's boot loader on this port; 0 takes a free one.", HelpName = "PORT" };
        var gdb = new Option<int?>("--black-magic") { Description = "Serve the GDB server of a Black Magic Probe on this port; 0 takes a free one.", HelpName = "PORT" };
        var vcd = new Option<FileInfo?>("--vcd") { Description = "Write the pins as a waveform.", HelpName = "FILE" };
        var fault = new Option<string?>("--fault") { Description = "Trouble on the board; 'probes' lists the names.", HelpName = "NAME" };
        var seed = new Option<int>("--seed") { Description = "Seed of the drawn times.", DefaultValueFactory = _ => SimulatedProbeId.DefaultSeed, HelpName = "N" };
        var fus = new Option<string?>("--fus") { Description = $"FUS on the coprocessor of an STM32WB: {string.Join(", ", CoprocessorOptions.Versions)}.", HelpName = "VERSION" };
        var command = new Command("simulate", "Serve a simulated board to foreign programs, until killed; prints 'ready' when it listens.")
        {
            target, bitbang, pirate, stLink, usart, gdb, vcd, fault, seed, fus,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var bitbangPort = Options.InRange(parsed.GetValue(bitbang), "--remote-bitbang");
            var piratePort = Options.InRange(parsed.GetValue(pirate), "--bus-pirate");
            var stLinkPort = Options.InRange(parsed.GetValue(stLink), "--stlink-tcp");
            var usartPort = Options.InRange(parsed.GetValue(usart), "--usart");
            var gdbPort = Options.InRange(parsed.GetValue(gdb), "--black-magic");
            if (bitbangPort is null && piratePort is null && stLinkPort is null && usartPort is null && gdbPort is null)
                throw new BadInputException("Nothing to serve: give --remote-bitbang PORT, --bus-pirate PORT, --stlink-tcp PORT, --usart PORT or --black-magic PORT.");
            var board = ProbeOpener.Board(new SimulatedProbeId(parsed.GetRequiredValue(target).ToLowerInvariant(), parsed.GetValue(fault), parsed.GetValue(seed)) { Fus = Version(parsed.GetValue(fus)) });
            await using var waves = parsed.GetValue(vcd) is { } file ? new StreamWriter(file.FullName) : null;
            if (waves is not null) board.TraceTo(waves);
            using var first = Listen("remote_bitbang", bitbangPort, port => board.ServeRemoteBitbang(port, TimeProvider.System));
            using var second = Listen("Bus Pirate", piratePort, port => board.ServeBusPirate(port, TimeProvider.System));
            using var third = Listen("ST-LINK", stLinkPort, port => board.ServeStLink(port, TimeProvider.System));
            using var fourth = Listen("USART", usartPort, port => board.ServeUsart(port, TimeProvider.System, board.AttachUsart(new SimulatedUsartOptions { Boot0Strapped = true })));
            using var fifth = Listen("Black Magic Probe", gdbPort, port => board.ServeBlackMagic(port, TimeProvider.System, board.AttachBlackMagic()));
            Console.WriteLine("ready");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return ExitCodes.Pass;
        });
        return command;
    }

    private static string? Version(string? fus) => fus is null || CoprocessorOptions.Versions.Contains(fus)
        ? fus
        : throw new BadInputException($"There is no simulated FUS '{fus}'. Simulated: {string.Join(", ", CoprocessorOptions.Versions)}.");

    private static LoopbackServer? Listen(string what, int? port, Func<int, LoopbackServer> serve)
    {
        if (port is null) return null;
        try
        {
            var server = serve(port.Value);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what} on 127.0.0.1:{server.Port}"));
            return server;
        }
        catch (SocketException refused)
        {
            throw new IOException($"Port {port} cannot be served: {refused.Message}.", refused);
        }
    }
}
