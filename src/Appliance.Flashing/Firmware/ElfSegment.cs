// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Firmware;

/// <summary>A loadable program header with file bytes (System V ABI, chapter 5, "Program Header").</summary>
/// <param name="Offset">p_offset.</param>
/// <param name="Address">p_paddr, the load address.</param>
/// <param name="VirtualAddress">p_vaddr, where the program finds it when it runs.</param>
/// <param name="FileSize">p_filesz, not 0.</param>
internal readonly record struct ElfSegment(uint Offset, uint Address, uint VirtualAddress, long FileSize)
{
    public long FileEnd => Offset + FileSize;

    public static ElfSegment Parse(ReadOnlySpan<byte> entry)
    {
        return new ElfSegment(ElfHeader.Word(entry, 4), ElfHeader.Word(entry, 12), ElfHeader.Word(entry, 8), ElfHeader.Word(entry, 16));
    }

    /// <summary>
    /// Linkers that know no load addresses leave p_paddr 0 everywhere; several segments cannot all lie at 0, so then the virtual
    /// addresses count (as BFD, and so objcopy, decides).
    /// </summary>
    public static List<ElfSegment> WithLoadAddresses(List<ElfSegment> segments)
    {
        if (segments.Count < 2 || segments.Exists(segment => segment.Address != 0))
            return segments;
        return segments.ConvertAll(segment => segment with { Address = segment.VirtualAddress });
    }
}
