// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Serials;

/// <summary>Serials with further patches: the first serial takes the first line of the patch file, and so on, as SEGGER's one counter does for both.</summary>
public sealed class PatchedFormat : ISerialFormat
{
    private readonly ISerialFormat serials;
    private readonly PatchList patches;

    /// <summary>Makes the format. It ends where the shorter of the two ends.</summary>
    public PatchedFormat(ISerialFormat serials, PatchList patches)
    {
        (this.serials, this.patches) = (serials, patches);
        var (range, lines) = (serials.Range, patches.Range.Last);
        var last = (range.Last - range.First) / range.Step > lines ? range.First + (lines * range.Step) : range.Last;
        Range = new SerialRange(range.First, last, range.Step);
    }

    /// <inheritdoc/>
    public SerialRange Range { get; }

    /// <inheritdoc/>
    /// <exception cref="SerialException">Serial and patches of this board want the same address.</exception>
    public SerialValue Make(UInt128 counter)
    {
        var serial = serials.Make(counter);
        var all = serial.Patches.Concat(patches.Make((counter - Range.First) / Range.Step).Patches).OrderBy(p => p.Address).ToList();
        for (var i = 1; i < all.Count; i++)
        {
            if (all[i].Address - all[i - 1].Address < all[i - 1].Bytes.Length / 2)
            {
                throw SerialBytes.Bad(FormattableString.Invariant($"serial and patch both go to 0x{all[i].Address:X8} on the board {serial.Text}"));
            }
        }

        return serial with { Patches = all };
    }
}
