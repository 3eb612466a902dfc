// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Flashing.Fus.Images;

namespace Appliance.Flashing.Fus.Mailbox;

/// <summary>
/// The device information table, which has one layout while FUS runs and another while a stack does (STM32CubeWB, <c>mbox_def.h</c>,
/// <c>MB_FUS_DeviceInfoTable_t</c> and <c>MB_DeviceInfoTable_t</c>).
/// </summary>
/// <param name="FusRuns">The layout is that of FUS.</param>
/// <param name="Fus">Version of FUS.</param>
/// <param name="Stack">Version of the stack; null for none.</param>
/// <param name="StackPages">Flash pages of the stack.</param>
/// <param name="Safeboot">Version of Safeboot.</param>
public sealed record DeviceInfo(bool FusRuns, FusVersion Fus, FusVersion? Stack, int StackPages, FusVersion Safeboot)
{
    /// <summary>Bytes that are read of it.</summary>
    public const int Bytes = 0x20;

    /// <summary>First word while FUS runs.</summary>
    public const uint FusMark = 0xA946_56B9;

    private const byte PagesOfMemoryWord = 0xFF;

    /// <summary>Reads a table; null where the coprocessor has not filled it in.</summary>
    public static DeviceInfo? TryRead(ReadOnlySpan<byte> table)
    {
        var running = Word(table, 0) == FusMark;
        var (safeboot, fus, stack, memory) = running
            ? (Word(table, 8), Word(table, 0x0C), Word(table, 0x14), Word(table, 0x18))
            : (Word(table, 0), Word(table, 4), Word(table, 0x10), Word(table, 0x14));
        var version = new FusVersion(fus);
        if (!FusReleases.Published.Contains(version.Release) || (!running && stack == 0))
            return null;
        return new DeviceInfo(running, version, stack == 0 ? null : new FusVersion(stack), (int)(memory & PagesOfMemoryWord), new FusVersion(safeboot));
    }

    private static uint Word(ReadOnlySpan<byte> table, int at) => BinaryPrimitives.ReadUInt32LittleEndian(table[at..]);
}
