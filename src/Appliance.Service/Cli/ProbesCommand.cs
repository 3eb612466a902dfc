// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Text.Json;
using Appliance.Ports.Serial;
using Appliance.Probes.Mpsse;
using Appliance.Service.Composition;
using Appliance.Service.Probes;
using Appliance.Simulation;
using Appliance.Simulation.BlackMagic;
using Appliance.Simulation.BootLoaders;

namespace Appliance.Service.Cli;

/// <summary><c>probes</c>: what is attached, and what can be named after <c>--probe</c> on this machine.</summary>
internal static class ProbesCommand
{
    public static Command Create()
    {
        var (json, home) = (Options.Json(), Options.Home());
        var command = new Command("probes", "List the probes that are attached, and those that can be used here.") { json, home };
        command.SetAction(parsed => List(ApplianceHome.Locate(parsed.GetValue(home)), parsed.GetValue(json)));
        return command;
    }

    private static int List(ApplianceHome home, bool json)
    {
        var gpio = WiredGpio.Look(home.Settings.Settings);
        var simulated = SimulatedTargets.Names.Select(name => $"sim:{name}").ToList();
        var attached = AttachedProbes.Look(UsbEngine.Bus);
        var lines = BootLoaderProbes.SerialPorts.List();
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                attached = attached.Found.Select(AsJson), trouble = attached.Trouble, gpio = gpio.AsJson(), serial = lines.Select(AsJson), simulated,
                faults = Faults.Names, lineFaults = UsartFaults.Names, dfuFaults = DfuFaults.Names, gdbFaults = BlackMagicFaults.Names, gdb = GdbProbes.Attached(lines).Select(AsJson),
                remote = new[] { "remote-bitbang:HOST:PORT", "gdb:HOST:PORT" }, layouts = FtdiLayouts.All.Select(layout => layout.Name),
            }));
            return ExitCodes.Pass;
        }

        WriteAttached(attached);
        if (attached.Found.Any(probe => probe.Known.Family is not null)) Console.WriteLine("Name one as usb:PATH[,serial=TEXT], st-link[:SERIAL], cmsis-dap[:SERIAL], j-link[:SERIAL], ftdi[:SERIAL][,layout=NAME][,swd=adapter|resistor] or dfu[:SERIAL].");
        if (attached.Found.Any(probe => probe.Known.Family == UsbProbeId.Ftdi)) Console.WriteLine($"Layouts:  {string.Join(", ", FtdiLayouts.All.Select(layout => layout.Name))}");
        Console.WriteLine($"Pins:     {gpio}");
        Console.WriteLine($"Serial:   {(lines.Count == 0 ? "no line" : "usart:DEVICE[,baud=N][,boot0=PIN][,reset=PIN], DEVICE one of these:")}");
        foreach (var line in lines) Console.WriteLine($"  {line.Device}{(line.Device == line.File ? "" : $" ({line.File})")}{(line.Path is null ? "" : $", always {line.Path}")}");
        foreach (var line in GdbProbes.Attached(lines)) Console.WriteLine($"Black Magic Probe: {line.Device}; name it as black-magic[:SERIAL] or gdb:{line.Path ?? line.Device}.");
        Console.WriteLine("Remote:   remote-bitbang:HOST:PORT, gdb:HOST:PORT (a GDB server that offers flash; gdb:DEVICE on a serial line)");
        Console.WriteLine("Simulated probes on a simulated board: sim-stlink:TARGET[,firmware=V2J37], sim-cmsis-dap:TARGET[,version=1|2][,packet=BYTES], sim-jlink:TARGET[,model=v9|clone|old], sim-ftdi:TARGET[,layout=NAME][,swd=adapter|resistor], sim-usart:TARGET[,line=NAME], sim-dfu:TARGET[,usb=NAME], sim-black-magic:TARGET[,firmware=TEXT][,gdb=NAME]");
        Console.WriteLine("Simulated boards (add ,fault=NAME for a board with trouble):");
        foreach (var name in simulated) Console.WriteLine($"  {name}");
        Console.WriteLine("Faults:");
        foreach (var name in Faults.Names) Console.WriteLine($"  {name,-24} {Faults.Describe(name)}");
        Console.WriteLine("Troubles of a simulated serial line (line=NAME):");
        foreach (var name in UsartFaults.Names) Console.WriteLine($"  {name,-24} {UsartFaults.Describe(name)}");
        Console.WriteLine("Troubles of a simulated DFU boot loader (usb=NAME):");
        foreach (var name in DfuFaults.Names) Console.WriteLine($"  {name,-24} {DfuFaults.Describe(name)}");
        Console.WriteLine("Troubles of a simulated Black Magic Probe (gdb=NAME):");
        foreach (var name in BlackMagicFaults.Names) Console.WriteLine($"  {name,-24} {BlackMagicFaults.Describe(name)}");
        return ExitCodes.Pass;
    }

    private static void WriteAttached(AttachedProbes attached)
    {
        if (attached.Found.Count == 0) Console.WriteLine($"Attached: {attached.Trouble ?? "no debug probe that is known."}");
        else Console.WriteLine("Attached:");
        foreach (var probe in attached.Found) Console.WriteLine($"  {probe}");
    }

    private static object AsJson(SerialPort line) => new { device = line.Device, file = line.File, path = line.Path };

    private static object AsJson(AttachedProbe probe) => new
    {
        kind = probe.Known.Kind,
        name = probe.Known.Name,
        path = probe.Device.Path,
        vid = probe.Device.VendorId.ToString("x4"),
        pid = probe.Device.ProductId.ToString("x4"),
        serial = probe.Device.Serial,
        product = probe.Device.Product,
        accessible = probe.Device.Trouble is null,
        usable = (probe.Known.Family is not null || probe.Known.HasOwnName) && probe.Device.Trouble is null,
    };
}
