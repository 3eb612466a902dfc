// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Appliance.Platform.Host;

/// <summary>What the kernel thinks of its wall clock.</summary>
[SupportedOSPlatform("linux")]
internal static partial class KernelClock
{
    // adjtimex(2) and linux/timex.h.
    private const int Unsynchronised = 0x40; // STA_UNSYNC
    private const int Error = 5; // TIME_ERROR

    /// <summary>A time server disciplines the clock now. False too when the kernel does not answer.</summary>
    public static bool IsSynchronised()
    {
        var state = default(State);
        var result = AdjustTime(ref state);
        return result >= 0 && result != Error && (state.Status & Unsynchronised) == 0;
    }

    [LibraryImport("libc", EntryPoint = "adjtimex", SetLastError = true)]
    private static partial int AdjustTime(ref State state);

    /// <summary><c>struct timex</c> of 64-bit Linux: 208 bytes; modes (offset 0) of zero changes nothing.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 208)]
    private struct State
    {
        [FieldOffset(40)]
        public int Status;
    }
}
