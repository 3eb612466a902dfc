// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Peers.Tests.Firmware;

/// <summary>ELF files of the GNU assembler and linker are read as objcopy reads them.</summary>
public class ElfPeerTests
{
    private const string Source =
        """
        .syntax unified
        .cpu cortex-m3
        .thumb
        .section .vectors, "a"
        .word 0x20005000, entry_point
        .text
        .thumb_func
        .global entry_point
        entry_point: b entry_point
        .byte 1
        .section .rodata, "a"
        .balign 16
        .word 1, 2, 3
        .data
        .word 0x12345678
        .byte 9
        .bss
        .space 100

        """;

    private const string Script =
        """
        ENTRY(entry_point)
        MEMORY { FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 128K
                 RAM (rwx) : ORIGIN = 0x20000000, LENGTH = 20K }
        SECTIONS {
          .text : { *(.vectors) *(.text*) } >FLASH
          .rodata : { *(.rodata*) } >FLASH
          .data : { *(.data) } >RAM AT>FLASH
          .bss : { *(.bss) } >RAM
        }

        """;

    private const string Programs = "arm-none-eabi-";

    [PeerFact(Programs + "as", Programs + "ld", Programs + "objcopy")]
    public void Read_DataLoadedElsewhereThanItRuns_IsWhereObjcopyPutsIt()
    {
        using var folder = Linked("-T a.ld");
        var image = AssertAsObjcopy(folder);
        Assert.True(image.Segments[^1].End < 0x2000_0000, "data is at its load address, .bss is nowhere");
    }

    /// <summary>Without a script the linker starts the first segment at the ELF header, below the first section.</summary>
    [PeerFact(Programs + "as", Programs + "ld", Programs + "objcopy")]
    public void Read_SegmentThatHoldsTheElfHeader_IsReadWithoutIt()
    {
        using var folder = Linked("-e entry_point -Ttext 0x08000100 -Tdata 0x20000000");
        Assert.Equal(0x0800_0100u, AssertAsObjcopy(folder).Segments[0].Address);
    }

    private static PeerFolder Linked(string options)
    {
        var folder = new PeerFolder();
        folder.Write("a.s", Source);
        folder.Write("a.ld", Script);
        folder.Run($"{Programs}as a.s -o a.o");
        folder.Run($"{Programs}ld {options} a.o -o a.elf");
        return folder;
    }

    private static Flashing.Firmware.FirmwareImage AssertAsObjcopy(PeerFolder folder)
    {
        folder.Run($"{Programs}objcopy -O ihex a.elf a.hex");
        folder.Run($"{Programs}objcopy -O srec a.elf a.s19");
        var elf = folder.Read("a.elf");
        Images.AssertSame(folder.Read("a.hex"), elf);
        Images.AssertSame(folder.Read("a.s19"), elf);
        Assert.NotNull(elf.EntryPoint);
        Assert.Equal(folder.Read("a.s19").EntryPoint & ~1u, elf.EntryPoint & ~1u);
        return elf;
    }
}
