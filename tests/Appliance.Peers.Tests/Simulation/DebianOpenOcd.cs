// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Peers.Tests.Simulation;

/// <summary>Runs OpenOCD as Debian ships it on a simulated Cortex-M board.</summary>
public static class DebianOpenOcd
{
    /// <summary>Arguments for the Bus Pirate driver on a tty.</summary>
    public static IReadOnlyList<string> BusPirate(string tty) =>
        ["adapter driver buspirate", $"buspirate port {tty}", "transport select swd", "adapter speed 400"];

    /// <summary>Arguments for the remote bit-bang driver, which speaks JTAG only in 0.12.</summary>
    public static IReadOnlyList<string> RemoteBitbang(int port) =>
        ["adapter driver remote_bitbang", "remote_bitbang host 127.0.0.1", $"remote_bitbang port {port}", "transport select jtag"];

    /// <summary>One TAP, DAP and Cortex-M target, with the stm32f1x flash driver and no work area.</summary>
    public static IReadOnlyList<string> Stm32F1OverSwd { get; } =
        [
        "swd newdap chip cpu -expected-id 0x1ba01477",
        .. Target,
    ];

    /// <summary>As <see cref="Stm32F1OverSwd"/>, with RAM for OpenOCD's own flash loader, which the simulated core then runs.</summary>
    public static IReadOnlyList<string> Stm32F1WithWorkArea { get; } =
    [
        .. Stm32F1OverSwd,
        "chip.cpu configure -work-area-phys 0x20000000 -work-area-size 0x1000 -work-area-backup 0",
    ];

    /// <summary>The two TAPs of an STM32F1, that of the core nearest to TDO (RM0008, figure 364).</summary>
    public static IReadOnlyList<string> Stm32F1OverJtag(uint boundaryScanId) =>
    [
        "jtag newtap chip cpu -irlen 4 -ircapture 0x1 -irmask 0xf -expected-id 0x3ba00477",
        $"jtag newtap chip bs -irlen 5 -expected-id 0x{boundaryScanId:x8}",
        .. Target,
    ];

    private static IEnumerable<string> Target =>
    [
        "dap create chip.dap -chain-position chip.cpu",
        "target create chip.cpu cortex_m -dap chip.dap",
        "flash bank b0 stm32f1x 0x08000000 0 0 0 chip.cpu",
        "gdb_port disabled",
        "tcl_port disabled",
        "telnet_port disabled",
    ];

    /// <summary>One DAP and Cortex-M target over an ST-LINK, with a flash driver.</summary>
    /// <param name="port">Of the stlink-server.</param>
    /// <param name="dpidr">What the debug port shows.</param>
    /// <param name="banks">The banks: driver and first address of each.</param>
    /// <param name="workArea">Bytes of RAM for OpenOCD's own loader; 0 for none.</param>
    public static IReadOnlyList<string> OverStLink(int port, uint dpidr, IEnumerable<(string Driver, uint Start)> banks, int workArea = 0) =>
    [
        "adapter driver st-link", $"st-link backend tcp {port}", "st-link vid_pid 0x0483 0x374b", "transport select dapdirect_swd",
        $"swd newdap chip cpu -expected-id 0x{dpidr:x8}", "dap create chip.dap -chain-position chip.cpu",
        "target create chip.cpu cortex_m -dap chip.dap -ap-num 0",
        .. workArea == 0 ? Array.Empty<string>() : [$"chip.cpu configure -work-area-phys 0x20000000 -work-area-size 0x{workArea:x} -work-area-backup 0"],
        .. banks.Select((bank, index) => $"flash bank b{index} {bank.Driver} 0x{bank.Start:x8} 0 0 0 chip.cpu"),
        "gdb_port disabled", "tcl_port disabled", "telnet_port disabled",
    ];

    /// <summary>Runs OpenOCD with one <c>-c</c> a command (with several in one it prints the last result only) and shuts it down.</summary>
    public static PeerResult Run(TimeSpan timeout, string folder, params IEnumerable<string>[] commands)
    {
        var args = commands.SelectMany(list => list).Append("shutdown").SelectMany(command => new[] { "-c", command });
        return PeerProcess.Run("openocd", args, timeout, folder);
    }
}
