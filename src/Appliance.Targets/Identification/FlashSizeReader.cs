// SPDX-License-Identifier: Apache-2.0
using Appliance.Targets.Descriptions;

namespace Appliance.Targets.Identification;

/// <summary>
/// Compares the flash-size word with the chip's name. A size made on this die that the name does not allow is another chip; anything else
/// is nonsense, read again and then replaced by the chip data with a warning.
/// </summary>
internal sealed class FlashSizeReader(
    IMemory memory, ChipDescription chip, ChipCatalog catalog, WrongChipReport wrong, List<ChipWarning> warnings)
{
    /// <summary>How often the word is read before it is called nonsense.</summary>
    private const int Reads = 3;

    private ChipIdentification Wanted => chip.Identification;

    public void Check()
    {
        int? word = null;
        for (var i = 0; i < Reads; i++)
        {
            word = ReadWord();
            if (word is { } size && IsMadeOnThisDie(size))
            {
                Compare(size);
                return;
            }
        }

        var seen = word is { } value ? $"0x{value:X4}, {Reads} times" : "unreadable";
        warnings.Add(new ChipWarning(ChipWarning.FlashSizeWord,
            $"The flash-size word at 0x{Wanted.FlashSizeAddress:X8} is {seen}; {Wanted.FlashSizesAllowed[0]} KiB are taken from the data of {chip.Name}."));
    }

    private int? ReadWord()
    {
        try
        {
            return memory.ReadHalfWord(Wanted.FlashSizeAddress);
        }
        catch (TargetException e) when (e.Fault == TargetFault.MemoryFault)
        {
            return null;
        }
    }

    private bool IsMadeOnThisDie(int size) =>
        Wanted.FlashSizesAllowed.Contains(size) || catalog.WithDeviceId(Wanted.DeviceId).Any(other => other.FlashBytes == size * 1024L);

    private void Compare(int size)
    {
        if (!Wanted.FlashSizesAllowed.Contains(size))
            throw wrong.Error($"{string.Join(" or ", Wanted.FlashSizesAllowed)} KiB of flash", $"{size} KiB of flash", wrong.ChipsWith(Wanted.DeviceId, size));
    }
}
