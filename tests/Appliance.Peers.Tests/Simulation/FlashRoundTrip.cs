// SPDX-License-Identifier: Apache-2.0
using Appliance.Simulation;

namespace Appliance.Peers.Tests.Simulation;

/// <summary>A random image with holes of FF, the OpenOCD commands that write it and dump it, and what must be true afterwards.</summary>
internal sealed class FlashRoundTrip : IDisposable
{
    private const int HoleUnit = 64;
    private readonly byte[] _image;
    private readonly uint _cpuId;
    private readonly int _offset;

    /// <param name="bytes">Length of the image.</param>
    /// <param name="seed">What it is made of.</param>
    /// <param name="cpuId">CPUID of the chip.</param>
    /// <param name="offset">Where the image begins in flash.</param>
    /// <param name="erased">The byte of its holes.</param>
    public FlashRoundTrip(int bytes, int seed, uint cpuId = 0x411F_C231, int offset = 0, byte erased = 0xFF)
    {
        (_cpuId, _offset) = (cpuId, offset);
        Folder = Directory.CreateTempSubdirectory("openocd").FullName;
        var random = new Random(seed);
        _image = new byte[bytes];
        random.NextBytes(_image);
        for (var i = 0; i < bytes; i += HoleUnit)
        {
            if (random.Next(6) == 0)
                _image.AsSpan(i, HoleUnit).Fill(erased);
        }

        File.WriteAllBytes(Path.Combine(Folder, "image.bin"), _image);
    }

    public string Folder { get; }

    private uint Start => 0x0800_0000 + (uint)_offset;

    public IReadOnlyList<string> Commands =>
    [
        "init",
        "halt",
        "mdw 0xE000ED00",
        "mww 0x20000000 0xcafe1234",
        "mwb 0x20000001 0x56",
        "mdw 0x20000000",
        "flash info 0",
        $"flash write_image erase image.bin 0x{Start:x8} bin",
        $"dump_image dump.bin 0x{Start:x8} 0x{_image.Length:x}",
    ];

    public void Check(PeerResult result, SimulatedChip chip)
    {
        result.MustSucceed();
        var said = result.Output + result.Error;
        Assert.Contains($"0xe000ed00: {_cpuId:x8}", said);
        Assert.Contains("0x20000000: cafe5634", said);
        Assert.True(_image.AsSpan().SequenceEqual(chip.Flash.AsSpan(_offset, _image.Length)), "the chip holds something else\n" + said);
        var dump = File.ReadAllBytes(Path.Combine(Folder, "dump.bin"));
        Assert.True(_image.AsSpan().SequenceEqual(dump), "the dump differs\n" + said);
        Assert.Empty(chip.Violations.List);
    }

    public void Dispose() => Directory.Delete(Folder, true);
}
