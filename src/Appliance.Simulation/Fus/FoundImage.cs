// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using Appliance.Simulation.Bus;

namespace Appliance.Simulation.Fus;

/// <summary>An image that FUS found in user flash by its footers.</summary>
/// <param name="Start">Offset of its first byte.</param>
/// <param name="Length">Bytes up to the end of the signature footer.</param>
/// <param name="Magic">Magic word of the image footer.</param>
/// <param name="Pages">Pages the footer asks for.</param>
/// <param name="Signed">Whether a signature footer of ST follows.</param>
internal sealed record FoundImage(int Start, int Length, uint Magic, int Pages, bool Signed)
{
    public const uint LegacyStack = 0x2337_2991;
    public const uint NewStack = 0xB10C_8B99;
    public const uint FusMagic = 0x3227_9221;
    public const uint SafebootMagic = 0x927A_6741;

    private const int AfterMagic = 88;
    private const int SignatureMagicAfter = 84;

    /// <summary>A stack.</summary>
    public bool IsStack => Magic is LegacyStack or NewStack;

    /// <summary>First offset past it.</summary>
    public int End => Start + Length;

    /// <summary>Looks for an image word by word.</summary>
    /// <param name="flash">User flash.</param>
    /// <param name="free">How much of it is user flash.</param>
    /// <param name="pageBytes">Bytes of a page.</param>
    /// <param name="down">From the top down.</param>
    public static FoundImage? Scan(byte[] flash, int free, int pageBytes, bool down)
    {
        for (var i = 0; i < free; i += 4)
        {
            var at = down ? free - 4 - i : i;
            if (At(flash, free, pageBytes, at) is { } found)
                return found;
        }

        return null;
    }

    /// <summary>The version its body holds; 0 for one that no simulated coprocessor can decrypt.</summary>
    public uint VersionIn(byte[] flash) => IsOurs(flash) ? Memory.Get(flash, (uint)(Start + SimulatedFusImage.Mark.Length), 4) : 0;

    /// <summary>Whether its body says that it is for FUS 0.5.3.</summary>
    public bool IsFor053(byte[] flash) => IsOurs(flash) && Memory.Get(flash, (uint)(Start + SimulatedFusImage.For053Offset), 4) == 1;

    /// <summary>Whether body and footer are those that were signed.</summary>
    public bool IsWhole(byte[] flash) => SHA256.HashData(Body(flash)).AsSpan().SequenceEqual(Signature(flash)[..32]);

    /// <summary>Whether it was signed for a family.</summary>
    public bool IsSignedFor(byte[] flash, string family) =>
        SHA256.HashData([.. Encoding.ASCII.GetBytes(family), .. Body(flash)]).AsSpan().SequenceEqual(Signature(flash)[32..]);

    private static FoundImage? At(byte[] flash, int free, int pageBytes, int at)
    {
        var magic = Memory.Get(flash, (uint)at, 4);
        if (magic is not (LegacyStack or NewStack or FusMagic or SafebootMagic) || at + AfterMagic > free || at < 16)
            return null;
        var end = at + AfterMagic;
        var pages = (int)(Memory.Get(flash, (uint)at - 8, 4) & 0xFF);
        var start = Math.Max(0, (end - (pages * pageBytes) + pageBytes - 1) / pageBytes * pageBytes);
        var signed = Memory.Get(flash, (uint)(at + SignatureMagicAfter), 4) == SimulatedFusImage.StSignature;
        return end - start < SimulatedFusImage.FooterBytes ? null : new FoundImage(start, end - start, magic, pages, signed);
    }

    private bool IsOurs(byte[] flash) => flash.AsSpan(Start, SimulatedFusImage.Mark.Length).SequenceEqual(Encoding.ASCII.GetBytes(SimulatedFusImage.Mark));

    private Span<byte> Body(byte[] flash) => flash.AsSpan(Start, Length - (SimulatedFusImage.FooterBytes - 20));

    private Span<byte> Signature(byte[] flash) => flash.AsSpan(End - 20 - SimulatedFusImage.SignatureBytes, SimulatedFusImage.SignatureBytes);
}
