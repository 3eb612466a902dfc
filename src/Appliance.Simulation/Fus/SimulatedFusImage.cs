// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Appliance.Simulation.Time;

namespace Appliance.Simulation.Fus;

/// <summary>What an image replaces.</summary>
public enum SimulatedImageKind
{
    /// <summary>A wireless stack whose data are interleaved with its code.</summary>
    LegacyStack,

    /// <summary>A wireless stack with a section of its own for data.</summary>
    NewStack,

    /// <summary>FUS itself.</summary>
    Fus,

    /// <summary>Safeboot 2.0.1.</summary>
    Safeboot,
}

/// <summary>
/// An image that simulated coprocessors take and no real one does: a body of noise, footers as measured on the files of ST, and in the place of ST's
/// signature one that anybody can make.
/// </summary>
/// <param name="Name">Name of its file, without family and ending.</param>
/// <param name="Kind">What it replaces.</param>
/// <param name="Version">Its version, three numbers with dots.</param>
/// <param name="Pages">Pages it needs, in those of its family.</param>
public sealed record SimulatedFusImage(string Name, SimulatedImageKind Kind, string Version, int Pages)
{
    internal const string Mark = "SIMULATED-FUS-1\0";
    internal const int FooterBytes = 104;
    internal const int SignatureBytes = 64;
    internal const uint StSignature = 0xD3A1_2C5E;
    internal const int For053Offset = 20;

    private const uint Filler = 0xABCD_ABCD;
    private const int Narrow = 2048;
    private const int Wide = 4096;

    /// <summary>The image of FUS 1.2.0 that FUS 0.5.3 alone takes.</summary>
    public bool For053 { get; init; }

    /// <summary>Family it is for: <c>wb5x</c> (and WB3x) or <c>wb1x</c>.</summary>
    public string Family { get; init; } = "wb5x";

    /// <summary>Family its signature is for, where that is another one than it says; null for its own.</summary>
    public string? SignedFor { get; init; }

    /// <summary>Bytes the last page stays short of being full.</summary>
    public int Short { get; init; } = 1612;

    private int PageBytes => Family == "wb1x" ? Narrow : Wide;

    /// <summary>The file.</summary>
    public byte[] Build()
    {
        var file = new byte[(Pages * PageBytes) - Short];
        var dice = new Dice(file.Length + (Name.Length * 31L) + Release.Parse(Version));
        for (var i = 0; i < file.Length; i++)
            file[i] = (byte)dice.Next();
        Encoding.ASCII.GetBytes(Mark).CopyTo(file, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(Mark.Length), Release.Parse(Version));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(For053Offset), For053 ? 1u : 0);
        PutFooter(file);
        Sign(file, SignedFor ?? Family);
        return file;
    }

    /// <summary>Puts the signature on a file that has footers.</summary>
    internal static void Sign(Span<byte> file, string family)
    {
        var signed = file[..^(FooterBytes - 20)];
        SHA256.HashData(signed, file[^(SignatureBytes + 20)..]);
        SHA256.HashData([.. Encoding.ASCII.GetBytes(family), .. signed], file[^(32 + 20)..]);
    }

    private void PutFooter(byte[] file)
    {
        var isFus = Kind == SimulatedImageKind.Fus;
        var narrow = Family == "wb1x";
        var hidden = isFus && Version == "1.2.0";
        Put(104, Kind == SimulatedImageKind.NewStack ? (narrow ? 0x0802_08CDu : 0x0401_04CD) : Filler);
        Put(100, Filler);
        Put(96, 0x0F0A_0000u | ((Kind == SimulatedImageKind.NewStack ? 2u : 0xFF) << 8) | (uint)Pages);
        Put(92, hidden ? uint.MaxValue : Release.Parse(Version));
        Put(88, Kind switch
        {
            SimulatedImageKind.NewStack => FoundImage.NewStack,
            SimulatedImageKind.Fus => FoundImage.FusMagic,
            SimulatedImageKind.Safeboot => FoundImage.SafebootMagic,
            _ => FoundImage.LegacyStack,
        });
        Put(20, 0x1234_1234);
        Put(16, Filler);
        Put(12, 0xFFFF_5740);
        Put(8, isFus || Kind == SimulatedImageKind.Safeboot ? 0x2000_00FFu : 0x2211_0045);
        Put(4, StSignature);

        void Put(int fromEnd, uint word) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(file.Length - fromEnd), word);
    }
}
