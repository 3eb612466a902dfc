// SPDX-License-Identifier: Apache-2.0
using System.Numerics;

namespace Appliance.Probes.Swd;

/// <summary>
/// The eight request bits of an SWD transfer (ARM IHI 0031, chapter B4, packet request), sent LSB first:
/// start 1, APnDP, RnW, A[2], A[3], parity of those four, stop 0, park 1.
/// </summary>
/// <param name="Bits">The byte on the wire.</param>
public readonly record struct SwdRequest(byte Bits)
{
    private const int Start = 1 << 0;
    private const int Access = 1 << 1;
    private const int Read = 1 << 2;
    private const int Parity = 1 << 5;
    private const int Park = 1 << 7;

    /// <summary>DPIDR read, the only request a DP answers after a line reset.</summary>
    public static readonly SwdRequest ReadDpidr = Dp(read: true, 0x0);

    /// <summary>ABORT write.</summary>
    public static readonly SwdRequest WriteAbort = Dp(read: false, 0x0);

    /// <summary>CTRL/STAT read (with DPBANKSEL 0).</summary>
    public static readonly SwdRequest ReadCtrlStat = Dp(read: true, 0x4);

    /// <summary>SELECT write.</summary>
    public static readonly SwdRequest WriteSelect = Dp(read: false, 0x8);

    /// <summary>RESEND read.</summary>
    public static readonly SwdRequest ReadResend = Dp(read: true, 0x8);

    /// <summary>RDBUFF read.</summary>
    public static readonly SwdRequest ReadRdbuff = Dp(read: true, 0xC);

    /// <summary>TARGETSEL write; nobody acknowledges it.</summary>
    public static readonly SwdRequest WriteTargetSel = Dp(read: false, 0xC);

    /// <summary>The transfer goes to the access port that SELECT names.</summary>
    public bool IsAp => (Bits & Access) != 0;

    /// <summary>The target sends the data.</summary>
    public bool IsRead => (Bits & Read) != 0;

    /// <summary>A[3:2] as an address, 0x0 to 0xC.</summary>
    public int Address => (Bits >> 1) & 0xC;

    /// <summary>A request to the debug port.</summary>
    public static SwdRequest Dp(bool read, int address) => Of(0, read, address);

    /// <summary>A request to the selected access port.</summary>
    public static SwdRequest Ap(bool read, int address) => Of(Access, read, address);

    /// <summary>Words for a message, for example <c>AP write 0xC</c>.</summary>
    public override string ToString() => $"{(IsAp ? "AP" : "DP")} {(IsRead ? "read" : "write")} 0x{Address:X}";

    private static SwdRequest Of(int access, bool read, int address)
    {
        int fields = access | (read ? Read : 0) | ((address & 0xC) << 1);
        int parity = (BitOperations.PopCount((uint)fields) & 1) * Parity;
        return new SwdRequest((byte)(Start | fields | parity | Park));
    }
}
