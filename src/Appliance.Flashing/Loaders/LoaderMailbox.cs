// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Loaders;

/// <summary>The words a RAM loader and its debugger share; <c>loader.inc</c> has the same list.</summary>
internal static class LoaderMailbox
{
    /// <summary>Bytes of the mailbox.</summary>
    public const int Bytes = 0x60;

    /// <summary>Bytes the loader writes, from the start.</summary>
    public const int ReportBytes = 0x1C;

    /// <summary>STATE of a loader that takes blocks.</summary>
    public const uint Running = 1;

    /// <summary>STATE of a loader that ended as asked.</summary>
    public const uint Ended = 2;

    /// <summary>STATE of a loader that gave up; ERROR says why.</summary>
    public const uint Failed = 3;

    /// <summary>The words the debugger writes before it starts a loader, those of the loader zero.</summary>
    /// <param name="place">Where everything is.</param>
    /// <param name="bank">The bank whose controller is used.</param>
    /// <param name="controller">What the loader must know of that controller.</param>
    /// <param name="watchdog">IWDG_KR.</param>
    public static byte[] Make(LoaderPlace place, FlashBank bank, LoaderController controller, uint watchdog)
    {
        var bytes = new byte[Bytes];
        Span<uint> words =
        [
            place.Ring, place.Ring + (uint)(place.Slots * place.Stride), (uint)place.Stride, (uint)place.BlockBytes, place.Table, bank.ControllerBase,
            watchdog, bank.ErasedValue * 0x0101_0101u, (uint)bank.ProgramUnit, bank.ControllerBase + controller.Status,
            bank.ControllerBase + controller.Control, controller.Busy, controller.Errors, controller.Program, controller.Locked,
        ];
        for (var i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(0x20 + (i * 4)), words[i]);
        return bytes;
    }
}

/// <summary>What a loader says of itself.</summary>
/// <param name="State"><see cref="LoaderMailbox.Running"/> and its kin.</param>
/// <param name="Done">Sequence number of the last block it finished.</param>
/// <param name="Refusals">How often a block had a wrong checksum.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Place">Address concerned.</param>
/// <param name="Detail">The controller's status, or the sequence number seen.</param>
/// <param name="Result">Of a checksum or a blank check.</param>
internal readonly record struct LoaderReport(uint State, uint Done, uint Refusals, LoaderError Error, uint Place, uint Detail, uint Result)
{
    /// <summary>Reads the words of the loader.</summary>
    public static LoaderReport Read(ReadOnlySpan<byte> bytes) => new(
        Word(bytes, 0), Word(bytes, 4), Word(bytes, 8), (LoaderError)Word(bytes, 12), Word(bytes, 16), Word(bytes, 20), Word(bytes, 24));

    private static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}

/// <summary>Why a loader gave up.</summary>
internal enum LoaderError : uint
{
    /// <summary>It did not.</summary>
    None = 0,

    /// <summary>A block came that was not yet due.</summary>
    Sequence = 1,

    /// <summary>A block asks for what it cannot do.</summary>
    Unknown = 2,

    /// <summary>The flash controller did not end well; the detail is its status.</summary>
    Status = 3,

    /// <summary>The flash controller ended well, and the flash holds something else.</summary>
    Compare = 4,
}
