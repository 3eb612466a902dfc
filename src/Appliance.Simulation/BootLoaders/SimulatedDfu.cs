// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Ports.Usb;
using Appliance.Ports.Wires;
using Appliance.Simulation.Probes;
using Appliance.Simulation.Stm32F1;
using Appliance.Simulation.Usb;

namespace Appliance.Simulation.BootLoaders;

/// <summary>The USB of a simulated board's chip of lane 0, which was reset into the DFU boot loader in its ROM.</summary>
public sealed class SimulatedDfu
{
    private const ushort StVendor = 0x0483;
    private const ushort DfuProduct = 0xDF11;
    private readonly SimulatedBoard _board;
    private readonly DfuRom _rom;

    internal SimulatedDfu(SimulatedBoard board, SimulatedDfuOptions options)
    {
        if (!IsIn(board.Target))
            throw new ArgumentException($"an {board.Target} has no DFU boot loader in its ROM (AN2606); F105 and F107 have", nameof(board));
        if (options.Fault is { } fault && !DfuFaults.Names.Contains(fault))
            throw new ArgumentException($"no fault '{fault}' of a DFU boot loader; there are: {string.Join(' ', DfuFaults.Names)}", nameof(options));
        _board = board;
        var rom = new F1BootRom(board.Chip);
        _rom = new DfuRom(rom, options, () => board.Time.Now, board.Chip.Violations.Add);
        Clock = new BoardClock(board);
        Device = new SimulatedUsbDevice(Describe(rom, options), _rom);
    }

    /// <summary>Whether a simulated chip has a DFU boot loader in its ROM: of the STM32F1, F105 and F107 have (AN2606).</summary>
    public static bool IsIn(string target) => target.StartsWith("stm32f105", StringComparison.Ordinal) || target.StartsWith("stm32f107", StringComparison.Ordinal);

    /// <summary>The board's time.</summary>
    public ITargetClock Clock { get; }

    /// <summary>The device, for a bus.</summary>
    public SimulatedUsbDevice Device { get; }

    /// <summary>Whether the chip runs the firmware in its flash.</summary>
    public bool RunsFirmware => _rom.Left is not null;

    /// <summary>The device opened in this process, on the time of the board.</summary>
    public IUsbLink OpenLink() => new SimulatedUsbLink(Device, $"sim-dfu:{_board.Target}", () => _board.Chip.IsPowered, Pass);

    private void Pass(TimeSpan time)
    {
        _board.Time.Advance(time);
        _board.Driver.Settle();
    }

    /// <summary>Three alternate settings would follow on a chip with more memories; AN2662 names flash and option bytes.</summary>
    private static UsbDescription Describe(F1BootRom rom, SimulatedDfuOptions options)
    {
        const byte application = 0xFE, dfu = 1, dfuMode = 2;
        var flash = options.FlashLayout ?? string.Create(CultureInfo.InvariantCulture, $"@Internal Flash  /0x{rom.Flash:X8}/{rom.Pages:000}*{rom.PageBytes / 1024:000}Kg");
        byte[] functional = [9, 0x21, 0x0B, 0xFF, 0x00, (byte)options.TransferSize, (byte)(options.TransferSize >> 8), 0x1A, 0x01];
        var memories = new UsbInterfaceDescription(application, dfu, dfuMode, flash, [])
        {
            Alternates = [$"@Option Bytes  /0x{rom.OptionBytes:X8}/01*016 g"], ClassDescriptor = functional,
        };
        return new UsbDescription(StVendor, DfuProduct, options.Version, UsbSpeed.Full, "STMicroelectronics", "STM32  BOOTLOADER", options.Serial, [memories]);
    }
}
