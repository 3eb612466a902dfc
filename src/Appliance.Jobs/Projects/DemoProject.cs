// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using Appliance.Targets.Descriptions;

namespace Appliance.Jobs.Projects;

/// <summary>A small valid project for any chip: the same bytes at every call, no two chips the same.</summary>
public sealed class DemoProject
{
    /// <summary>Name of the firmware file.</summary>
    private const string FirmwareName = "firmware.bin";

    /// <summary>Bytes of firmware, where the chip has as much: enough for a progress bar, little enough for a quick look. 32 KiB.</summary>
    private const int FirmwareBytes = 32 * 1024;

    /// <summary>FNV-1a, 32 bits (IETF draft-eastlake-fnv): offset basis and prime; the seed differs for each chip.</summary>
    private const uint FnvBasis = 2166136261;
    private const uint FnvPrime = 16777619;

    private DemoProject(string yaml, byte[] firmware)
    {
        Files = [new(ProjectYaml.FileName, Encoding.UTF8.GetBytes(yaml)), new(FirmwareName, firmware)];
    }

    /// <summary>Name and bytes of each file, <c>project.yaml</c> first.</summary>
    public IReadOnlyList<KeyValuePair<string, byte[]>> Files { get; }

    /// <summary>Makes the project of a chip.</summary>
    public static DemoProject Create(ChipDescription chip)
    {
        ArgumentNullException.ThrowIfNull(chip);
        var bank = chip.Flash[0];
        var length = (int)Math.Min(FirmwareBytes, bank.Size);
        return new DemoProject(Yaml(chip.Name, bank.Start), Firmware(chip, length));
    }

    /// <summary>Writes the project into a folder, which is made where it is missing.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public void WriteFolder(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, bytes) in Files)
            File.WriteAllBytes(Path.Combine(folder, name), bytes);
    }

    private static string Yaml(string target, uint start)
    {
        var address = "0x" + start.ToString("X8", CultureInfo.InvariantCulture);
        return $"""
            # A project of the demo: what every press of PROG puts on the board.
            name: Demo {target}
            revision: "1.0"
            target: {target}
            files:
              - path: {FirmwareName}
                address: {address}
            """ + "\n";
    }

    /// <summary>Random bytes behind a vector table that a Cortex-M accepts: stack at the top of the first RAM, entry inside the image
    /// (ARMv7-M ARM DDI 0403 §B1.5.3).</summary>
    private static byte[] Firmware(ChipDescription chip, int length)
    {
        var bytes = new byte[length];
        var state = chip.Name.Aggregate(FnvBasis, (hash, letter) => (hash ^ letter) * FnvPrime);
        for (var i = 0; i < length; i++)
            bytes[i] = (byte)(NextRandom(ref state) >> 24);
        BitConverter.TryWriteBytes(bytes.AsSpan(0), chip.Ram[0].Start + chip.Ram[0].Size);
        BitConverter.TryWriteBytes(bytes.AsSpan(4), chip.Flash[0].Start + 9);

        // Where the entry points: B . (0xE7FE, ARMv7-M ARM A7.7.12 encoding T2), a program that stays where it is.
        bytes[8] = 0xFE;
        bytes[9] = 0xE7;
        return bytes;
    }

    /// <summary>xorshift32 (Marsaglia, Journal of Statistical Software 8/14, 2003); never zero from a seed that is not.</summary>
    private static uint NextRandom(ref uint state)
    {
        state ^= state << 13;
        state ^= state >> 17;
        return state ^= state << 5;
    }
}
