// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Targets;
using Appliance.Targets.Descriptions;
using Appliance.Targets.Identification;

namespace Appliance.Flashing.BootLoaders;

/// <summary>Finds out by a boot loader who the chip is, and refuses another than the one named. Changes nothing.</summary>
internal sealed class BootIdentifier(IBootLoader loader, BootLoaderFacts facts, ChipDescription chip, WarningLog warnings)
{
    private const int Word = 4;
    private const int MostReads = 5;

    private ChipIdentification Wanted => chip.Identification;

    /// <summary>Product id, protection, flash size, unique id, in this order.</summary>
    /// <exception cref="TargetException">Another chip, or a protected one.</exception>
    public TargetIdentity Identify(CancellationToken cancel)
    {
        CheckProduct();
        CheckReadable(cancel);
        CheckFlashSize(cancel);
        return new TargetIdentity(
            chip.Name, null, null, facts.ProductId, null, Convert.ToHexStringLower(UniqueId(cancel)), (int)(chip.FlashBytes / 1024));
    }

    private void CheckProduct()
    {
        if (facts.ProductId is not { } product)
        {
            warnings.Add("product-id", "This boot loader does not tell its chip; only what it says of its flash was compared.");
            return;
        }

        if (product == Wanted.DeviceId) return;
        throw WrongChip($"product id 0x{Wanted.DeviceId:X3}", $"product id 0x{product:X3}", ChipCatalog.Default.WithDeviceId(product));
    }

    /// <summary>Read protection lets the boot loader name the chip and refuse all the rest (AN3155, table 2, note 2).</summary>
    private void CheckReadable(CancellationToken cancel)
    {
        if (TryRead(chip.Flash[0].Start, Word, cancel, out var refused) is null)
        {
            throw new TargetException(
                TargetFault.ReadProtected, $"The boot loader does not let the flash be read, as on a chip that is read-protected. ({refused!.Message})", chip.Flash[0].Start,
                "level 0", "level 1 or above", refused);
        }
    }

    /// <summary>A size another chip of this die has is another chip; a word that is none, or that is not shown, is a warning.</summary>
    private void CheckFlashSize(CancellationToken cancel)
    {
        var at = Wanted.FlashSizeAddress & ~3u;
        var word = TryRead(at, Word, cancel, out _);
        int? size = word is null ? null : BinaryPrimitives.ReadUInt16LittleEndian(word.AsSpan((int)(Wanted.FlashSizeAddress - at)));
        if (size is { } kib && Wanted.FlashSizesAllowed.Contains(kib)) return;
        var others = ChipCatalog.Default.WithDeviceId(Wanted.DeviceId).Where(other => other.FlashBytes == size * 1024L).ToList();
        if (others.Count > 0) throw WrongChip($"{string.Join(" or ", Wanted.FlashSizesAllowed)} KiB of flash", $"{size} KiB of flash", others);
        var seen = size is { } nonsense ? $"0x{nonsense:X4}" : "not shown by the boot loader";
        warnings.Add(
            ChipWarning.FlashSizeWord, $"The flash-size word at 0x{Wanted.FlashSizeAddress:X8} is {seen}; {Wanted.FlashSizesAllowed[0]} KiB are taken from the data of {chip.Name}.");
    }

    private byte[] UniqueId(CancellationToken cancel)
    {
        var at = Wanted.UniqueIdAddress & ~3u;
        var skip = (int)(Wanted.UniqueIdAddress - at);
        var whole = (skip + Wanted.UniqueIdBytes + Word - 1) / Word * Word;
        if (TryRead(at, whole, cancel, out _)?[skip..(skip + Wanted.UniqueIdBytes)] is { } id && id.Distinct().Count() > 1) return id;
        warnings.Add(ChipWarning.UniqueId, $"The boot loader does not show the unique id at 0x{Wanted.UniqueIdAddress:X8}; the record has none.");
        return [];
    }

    /// <summary>Null where the boot loader refuses; every other trouble is thrown. Read until it comes twice the same: a serial line has no checksum for it.</summary>
    private byte[]? TryRead(uint address, int count, CancellationToken cancel, out BootLoaderException? why)
    {
        var (bytes, again) = (new byte[count], new byte[count]);
        why = null;
        try
        {
            loader.Read(address, bytes, cancel);
            for (var tries = 1; tries < MostReads; tries++)
            {
                loader.Read(address, again, cancel);
                if (again.AsSpan().SequenceEqual(bytes)) return bytes;
                (bytes, again) = (again, bytes);
            }

            throw new BootLoaderException(BootFault.Garbled, loader.Name, $"What is read at 0x{address:x8} is different each time.", address);
        }
        catch (BootLoaderException refused) when (refused.Fault is BootFault.Refused or BootFault.ReadProtected)
        {
            why = refused;
            return null;
        }
    }

    private TargetException WrongChip(string expected, string actual, IReadOnlyList<ChipDescription> others)
    {
        const int most = 6;
        var names = others.Count == 0 ? "an unknown chip" : string.Join(", ", others.Take(most).Select(other => other.Name)) + (others.Count > most ? " or another like them" : "");
        return new TargetException(
            TargetFault.WrongChip, $"This is no {chip.Name}: it shows {actual} where {expected} is wanted. It can be {names}.", expected: $"{chip.Name} ({expected})",
            actual: $"{names} ({actual})");
    }
}
