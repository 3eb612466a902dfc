// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Fus;

/// <summary>What differs between the coprocessors of STM32WB parts (ST wiki, STM32WB FUS, sections 2.2 and 3.4).</summary>
/// <param name="PageBytes">Bytes of a flash page.</param>
/// <param name="UserPages">SFSA as delivered: pages of user flash without a stack.</param>
/// <param name="FusOffset">Where FUS is, from the start of flash, on every flash size.</param>
/// <param name="SafebootOffset">Where Safeboot is. For WB1x it is published nowhere; the last page is assumed.</param>
/// <param name="SharedBytes">SRAM2 that both cores may use while FUS runs.</param>
/// <param name="KeyStore">Whether there is a store for customer keys.</param>
/// <param name="Family">Whose images it takes; WB5x and WB3x take the same.</param>
internal sealed record CoprocessorShape(
    int PageBytes, int UserPages, uint FusOffset, uint SafebootOffset, int SharedBytes, bool KeyStore, string Family)
{
    /// <summary>Where FUS 0.5.3 is; other parts than the first never had it.</summary>
    public const uint FirstFusOffset = 0xF_6000;

    /// <summary>SFSA under FUS 0.5.3 on parts with 1 MB.</summary>
    public const int FirstFusPages = 0xF6;

    private const int LargePages = 0xF4;
    private const int NvmBytes = 16 * 1024;

    /// <summary>Pages FUS 2 keeps below its own for data of the stack.</summary>
    public int NvmPages => NvmBytes / PageBytes;

    /// <summary>Whether the part has 1 MB.</summary>
    public bool IsLarge => UserPages == LargePages;

    /// <summary>WB5x and WB3x.</summary>
    public static CoprocessorShape Wide(int userPages) => new(4096, userPages, 0xF_4000, 0xF_F000, 0xC000, KeyStore: true, "wb5x");

    /// <summary>WB1x.</summary>
    public static CoprocessorShape Narrow { get; } = new(2048, 0x8C, 0x4_6000, 0x4_F800, 0x6800, KeyStore: false, "wb1x");
}
