// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using Appliance.Flashing.Firmware;
using Appliance.Ports.Checks;

namespace Appliance.Flashing.VendorLoaders;

/// <summary>
/// CMSIS packs: a zip archive with one description (PDSC) at its top, which names devices and their flash algorithms. Only the description and the
/// algorithms chosen are unpacked, each up to a limit and against its CRC-32; names lead nowhere outside the archive, for nothing goes to a disk.
/// </summary>
public sealed class PackReader : IDisposable
{
    /// <summary>Our own limits. The largest packs of chip makers have some 10,000 files and a description of 10 MiB.</summary>
    private const int MostEntries = 65_000;

    private const int MostDescription = 64 << 20;
    private const string DescriptionEnding = ".pdsc";

    private readonly FirmwarePlace _place;
    private readonly ZipArchive _archive;
    private readonly IReadOnlyDictionary<string, ZipArchiveEntry> _entries;
    private readonly PackDescription _description;

    /// <summary>Opens a pack.</summary>
    /// <param name="content">The file; must be able to seek, and stay open.</param>
    /// <param name="fileName">Its name, for messages.</param>
    /// <exception cref="FirmwareException">It is no pack.</exception>
    public PackReader(Stream content, string fileName)
    {
        _place = new FirmwarePlace(fileName);
        _archive = Open(content);
        try
        {
            _entries = Index();
            _description = new PackDescription(Unpack(OnlyDescription(), MostDescription), fileName);
        }
        catch
        {
            _archive.Dispose();
            throw;
        }
    }

    /// <summary>The loaders of a device.</summary>
    /// <param name="target">Start of the part number, as projects name it.</param>
    /// <param name="algorithm">File name of the one wanted; null for those the pack uses where nobody chooses.</param>
    /// <exception cref="FirmwareException">The device is not in the pack, or has no such algorithm, or one that cannot work.</exception>
    public IReadOnlyList<VendorLoader> Loaders(string target, string? algorithm)
    {
        var all = _description.AlgorithmsOf(target);
        var chosen = algorithm is null
            ? all.Where(one => one.IsDefault).ToList()
            : [.. all.Where(one => string.Equals(Path.GetFileName(one.Path), Path.GetFileName(algorithm), StringComparison.OrdinalIgnoreCase))];
        if (chosen.Count == 0)
        {
            var known = string.Join(", ", all.Select(one => Path.GetFileName(one.Path)).Distinct());
            throw _place.Error(
                FirmwareErrorCause.Empty, algorithm is null ? $"an algorithm for {target} that is used by default" : $"an algorithm {algorithm} for {target}",
                known.Length == 0 ? "none" : known);
        }

        return [.. chosen.Select(Loader)];
    }

    /// <inheritdoc/>
    public void Dispose() => _archive.Dispose();

    private VendorLoader Loader(PackAlgorithm algorithm)
    {
        if (!_entries.TryGetValue(algorithm.Path, out var entry))
            throw _place.Error(FirmwareErrorCause.Empty, $"a file {algorithm.Path}, as the description says", "none");
        var loader = VendorLoaderReader.Read(Unpack(entry, LoaderElf.MostBytes), $"{_place.FileName}/{algorithm.Path}");
        return Within(loader, algorithm) with { Ram = algorithm.Ram };
    }

    /// <summary>The description may give a device less flash than its algorithm is made for, never more.</summary>
    private VendorLoader Within(VendorLoader loader, PackAlgorithm algorithm)
    {
        var (device, end) = (loader.Device, algorithm.Start + (long)algorithm.Size);
        if (algorithm.Start != device.Start || end > device.End || algorithm.Size == 0)
        {
            throw _place.Error(
                FirmwareErrorCause.AddressOutOfRange, $"{algorithm.Path} for flash in 0x{device.Start:x8}–0x{device.End - 1:x8}, as it says itself",
                $"0x{algorithm.Start:x8} and {algorithm.Size} bytes");
        }

        var (runs, left) = (new List<Targets.Descriptions.SectorRun>(), (long)algorithm.Size);
        foreach (var run in device.Sectors)
        {
            var count = (int)Math.Min(run.Count, left / run.Size);
            if (count > 0)
                runs.Add(run with { Count = count });
            left -= count * (long)run.Size;
            if (count < run.Count)
                break;
        }

        return left == 0
            ? loader with { Device = device with { Size = algorithm.Size, Sectors = runs } }
            : throw _place.Error(FirmwareErrorCause.Malformed, $"whole sectors of {algorithm.Path}", $"{algorithm.Size} bytes");
    }

    private ZipArchive Open(Stream content)
    {
        try
        {
            return new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (InvalidDataException broken)
        {
            throw _place.Error(FirmwareErrorCause.Malformed, "a zip archive", broken.Message);
        }
    }

    /// <summary>Entries by name; a name that is there twice could mean either.</summary>
    private Dictionary<string, ZipArchiveEntry> Index()
    {
        try
        {
            if (_archive.Entries.Count > MostEntries)
                throw _place.Error(FirmwareErrorCause.TooLarge, $"at most {MostEntries} files", $"{_archive.Entries.Count}");
            var entries = new Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
            foreach (var entry in _archive.Entries.Where(entry => !entry.FullName.EndsWith('/')))
            {
                if (!entries.TryAdd(entry.FullName.Replace('\\', '/'), entry))
                    throw _place.Error(FirmwareErrorCause.Overlap, "every name once", $"{entry.FullName} twice");
            }

            return entries;
        }
        catch (InvalidDataException broken)
        {
            throw _place.Error(FirmwareErrorCause.Malformed, "a whole zip archive", broken.Message);
        }
    }

    private ZipArchiveEntry OnlyDescription()
    {
        var found = _entries.Where(entry => entry.Key.EndsWith(DescriptionEnding, StringComparison.OrdinalIgnoreCase) && !entry.Key.Contains('/')).ToList();
        return found.Count == 1
            ? found[0].Value
            : throw _place.Error(FirmwareErrorCause.Malformed, $"one description ({DescriptionEnding}) at the top", $"{found.Count}");
    }

    private byte[] Unpack(ZipArchiveEntry entry, int limit)
    {
        if (entry.IsEncrypted)
            throw _place.Error(FirmwareErrorCause.Malformed, $"{entry.FullName} without a password", "encrypted");
        if (entry.Length > limit)
            throw _place.Error(FirmwareErrorCause.TooLarge, $"{entry.FullName} of at most {limit} bytes", $"{entry.Length}");
        try
        {
            using var stream = entry.Open();
            var bytes = new byte[entry.Length];
            var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (read < bytes.Length || stream.ReadByte() >= 0)
                throw _place.Error(FirmwareErrorCause.CountMismatch, $"{bytes.Length} bytes of {entry.FullName}", read < bytes.Length ? $"{read}" : "more");
            var crc = Crc32.Of(bytes);
            return crc == entry.Crc32 ? bytes : throw _place.Error(FirmwareErrorCause.BadChecksum, $"{entry.FullName} with CRC-32 {entry.Crc32:x8}", $"{crc:x8}");
        }
        catch (InvalidDataException broken)
        {
            throw _place.Error(FirmwareErrorCause.Malformed, $"{entry.FullName}, deflated or stored", broken.Message);
        }
    }
}
