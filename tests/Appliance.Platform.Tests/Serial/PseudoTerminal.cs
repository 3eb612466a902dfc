// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Appliance.Platform.Tests.Serial;

/// <summary>A terminal of the kernel without hardware: what is written here is read on the device, and the other way round.</summary>
internal sealed class PseudoTerminal : IDisposable
{
    private const uint Number = 0x80045430; // TIOCGPTN, asm-generic/ioctls.h
    private const uint Unlock = 0x40045431; // TIOCSPTLCK
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly FileStream _master;

    public PseudoTerminal()
    {
        var descriptor = OpenFile("/dev/ptmx", 2 | 0x100 | 0x80000);
        Assert.True(descriptor >= 0, "no /dev/ptmx");
        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        var (unlocked, number) = (0, 0);
        Assert.Equal(0, IoControl(file, Unlock, ref unlocked));
        Assert.Equal(0, IoControl(file, Number, ref number));
        Device = $"/dev/pts/{number}";
        _master = new FileStream(file, FileAccess.ReadWrite, 0);
    }

    public string Device { get; }

    public void Send(params byte[] bytes) => _master.Write(bytes);

    /// <summary>Exactly so many bytes.</summary>
    /// <exception cref="TimeoutException">They did not come.</exception>
    public byte[] Receive(int count)
    {
        var bytes = new byte[count];
        return Task.Run(() => _master.ReadExactly(bytes)).Wait(Patience) ? bytes : throw new TimeoutException($"{count} bytes were expected from {Device}.");
    }

    public void Dispose() => _master.Dispose();

    [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi)]
    private static extern int OpenFile(string path, int flags);

    [DllImport("libc", EntryPoint = "ioctl")]
    private static extern int IoControl(SafeFileHandle file, nuint request, ref int argument);
}
