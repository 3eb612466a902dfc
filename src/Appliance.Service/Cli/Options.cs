// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;

namespace Appliance.Service.Cli;

/// <summary>Options several commands share.</summary>
internal static class Options
{
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object on standard output." };

    public static Option<string?> Probe() => new("--probe")
    {
        Description = "The probe, as 'probes' lists them. Attached: auto, gpio, st-link, cmsis-dap, j-link, dfu or ftdi, each of the last five with [:SERIAL], ftdi also with [,layout=NAME][,swd=adapter|resistor], usb:PATH[,serial=TEXT]; a boot loader on a serial line: "
            + "usart:DEVICE[,baud=N][,boot0=PIN][,reset=PIN]; a GDB server that offers flash: black-magic[:SERIAL], gdb:DEVICE, gdb:HOST:PORT; remote: remote-bitbang:HOST:PORT; simulated: sim:TARGET[,fault=NAME][,seed=N], sim-stlink:TARGET, sim-cmsis-dap:TARGET, sim-jlink:TARGET, sim-ftdi:TARGET, "
            + "sim-usart:TARGET, sim-dfu:TARGET, sim-black-magic:TARGET. With 'jtag:' in front, JTAG and not SWD. Without this option, the one of appliance.yaml.",
        HelpName = "ID",
    };

    /// <summary>A TCP port as a person gives it; 0 takes a free one.</summary>
    /// <exception cref="BadInputException">It is no port.</exception>
    public static int? InRange(int? port, string option) => port is null or (>= 0 and <= 65535)
        ? port
        : throw new BadInputException($"{option} {port} is no port. A port goes from 0 to 65535.");

    public static Option<string?> Home() => new("--home")
    {
        Description = "Folder of appliance.yaml, records and projects. Default: $APPLIANCE_HOME, $STATE_DIRECTORY or ~/.local/share/appliance.",
        HelpName = "FOLDER",
    };
}
