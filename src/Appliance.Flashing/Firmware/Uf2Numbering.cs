// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Firmware;

/// <summary>Sees that every block of one family is there once. Files of several families may be concatenated ("Family ID"), so each
/// counts alone.</summary>
internal sealed class Uf2Numbering(uint total)
{
    private readonly HashSet<uint> _seen = [];

    public void Add(uint number, uint totalInBlock, FirmwarePlace place)
    {
        if (totalInBlock != total)
            throw place.Error(FirmwareErrorCause.CountMismatch, $"a total of {total} blocks as in the first block", $"{totalInBlock}");
        if (!_seen.Add(number))
            throw place.Error(FirmwareErrorCause.CountMismatch, $"block {number} once", "a second one");
    }

    public void CheckComplete(FirmwarePlace place)
    {
        if (_seen.Count != total)
            throw place.Error(FirmwareErrorCause.CountMismatch, $"{total} blocks", $"{_seen.Count}, without block {FirstMissing()}");
    }

    private uint FirstMissing()
    {
        var number = 0u;
        while (_seen.Contains(number))
            number++;
        return number;
    }
}
