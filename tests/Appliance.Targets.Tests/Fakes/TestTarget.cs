// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Targets.Adi;
using Appliance.Targets.CortexM;
using Appliance.Targets.Descriptions;

namespace Appliance.Targets.Tests.Fakes;

/// <summary>A fake board with an STM32F103CB and a core opened on it.</summary>
internal static class TestTarget
{
    public static ChipDescription Chip => ChipCatalog.Default.Find("stm32f103cb");

    public static FakeCore Board()
    {
        var board = new FakeCore();
        board.SetWord(0xE004_2000, 0x2003_6410); // DBGMCU_IDCODE: revision Y of medium density (RM0008, debug support).
        board.SetWord(0xE004_2004, 0); // DBGMCU_CR
        board.SetWord(0x1FFF_F7E0, 0xFFFF_0080); // Flash-size word: 128 KiB.
        board.SetWord(0x4002_201C, 0x03FF_FFFC); // FLASH_OBR, not protected.
        board.SetWord(0x1FFF_F7E8, 0x1234_5678);
        board.SetWord(0x1FFF_F7EC, 0x9ABC_DEF0);
        board.SetWord(0x1FFF_F7F0, 0x0F1E_2D3C);
        return board;
    }

    public static CortexMCore Open(FakeCore board) => CortexMCore.Open(board.Link, MemAp.Open(board.Link, 0));

    public static byte[] Words(params uint[] words)
    {
        var bytes = new byte[words.Length * 4];
        for (var i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * 4), words[i]);
        return bytes;
    }
}
