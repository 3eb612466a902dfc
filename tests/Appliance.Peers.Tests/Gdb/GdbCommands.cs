// SPDX-License-Identifier: Apache-2.0
using Appliance.Peers.Tests.Firmware;

namespace Appliance.Peers.Tests.Gdb;

/// <summary>Runs gdb on the program <c>fw.elf</c> of a folder.</summary>
internal static class GdbCommands
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    public static PeerResult Gdb(this PeerFolder folder, params string[] commands) => PeerProcess.Run(
        "gdb-multiarch", [.. new[] { "-nx", "-batch", "-ex", "set architecture armv7" }, .. commands.SelectMany(command => new[] { "-ex", command }), folder.PathOf("fw.elf")], Deadline);
}
