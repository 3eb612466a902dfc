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

    /// <summary>Runs OpenOCD with one <c>-c</c> a command (with several in one it prints the last result only) and shuts it down.</summary>
    public static PeerResult Run(TimeSpan timeout, string folder, params IEnumerable<string>[] commands)
    {
        var args = commands.SelectMany(list => list).Append("shutdown").SelectMany(command => new[] { "-c", command });
        return PeerProcess.Run("openocd", args, timeout, folder);
    }
}
