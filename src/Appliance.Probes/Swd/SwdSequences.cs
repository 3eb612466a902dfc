// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.Swd;

/// <summary>Bit sequences that move a target between SWD, JTAG and dormant (ARM IHI 0031, chapter B5), in the order of the wire.</summary>
internal static class SwdSequences
{
    /// <summary>Cycles high of a line reset. The standard asks for 50; some parts want 51, peers give up to 60.</summary>
    public const int ResetHigh = 56;

    /// <summary>Cycles low after it. The standard asks for 2; some parts want 4.</summary>
    public const int ResetLow = 8;

    /// <summary>Idle cycles after the last transfer before SWCLK stops (ARM IHI 0031, B4.1.1 asks for 8).</summary>
    public const int IdleAfterLast = 8;

    /// <summary>The longest run of idle cycles given at once.</summary>
    public const int MaxIdle = 256;

    /// <summary>JTAG to SWD select sequence, LSB first.</summary>
    public const ushort JtagToSwd = 0xE79E;

    /// <summary>SWD to JTAG select sequence, LSB first.</summary>
    public const ushort SwdToJtag = 0xE73C;

    /// <summary>SWD to dormant select sequence, LSB first.</summary>
    public const ushort SwdToDormant = 0xE3BC;

    /// <summary>JTAG to dormant select sequence, 31 bits on TMS, LSB first.</summary>
    public const uint JtagToDormant = 0x33BBBBBA;

    /// <summary>Activation code of SW-DP, 8 bits LSB first.</summary>
    public const byte ActivateSwd = 0x1A;

    /// <summary>Selection alert, 128 bits: four words, first word first, each LSB first.</summary>
    public static ReadOnlySpan<uint> SelectionAlert => [0x6209F392, 0x86852D95, 0xE3DDAFE9, 0x19BC0EA2];

    /// <summary>At least 50 high, at least 2 low.</summary>
    public static SwdBits LineReset() => new SwdBits().Repeat(true, ResetHigh).Repeat(false, ResetLow);

    /// <summary>From JTAG (or SWD) to SWD, ready for DPIDR.</summary>
    public static SwdBits FromJtag() => new SwdBits().Repeat(true, ResetHigh).Word(JtagToSwd, 16).Add(LineReset());

    /// <summary>From SWD to JTAG, TAP in Test-Logic-Reset.</summary>
    public static SwdBits ToJtag() => new SwdBits().Repeat(true, ResetHigh).Word(SwdToJtag, 16).Repeat(true, 8);

    /// <summary>From SWD to dormant.</summary>
    public static SwdBits ToDormant() => new SwdBits().Repeat(true, ResetHigh).Word(SwdToDormant, 16);

    /// <summary>From JTAG (any TAP state) to dormant: five TMS high reach Test-Logic-Reset first.</summary>
    public static SwdBits JtagIntoDormant() => new SwdBits().Repeat(true, 8).Word(JtagToDormant, 31);

    /// <summary>From dormant to SWD, ready for DPIDR.</summary>
    public static SwdBits FromDormant()
    {
        SwdBits bits = new SwdBits().Repeat(true, 8);
        foreach (uint word in SelectionAlert) bits.Word(word, 32);
        return bits.Repeat(false, 4).Word(ActivateSwd, 8).Add(LineReset());
    }
}
