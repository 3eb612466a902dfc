// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Globalization;
using Appliance.Peers.Tests;
using Appliance.Platform.Wires.Pins;

namespace Appliance.Platform.Tests.Wires;

/// <summary>The GPIO block of a BCM2837 as QEMU models it: a machine that runs nothing and is asked by its test protocol (qtest).</summary>
internal sealed class QemuGpio : IDisposable
{
    private const int Base = 0x3F200000;
    private const int Lev0 = 0x34;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _qemu;

    public QemuGpio()
    {
        var path = PeerProcess.Find("qemu-system-aarch64") ?? throw new PeerException("qemu-system-aarch64 is not installed, and peers are required here");
        var start = new ProcessStartInfo(path, ["-M", "raspi3b", "-display", "none", "-serial", "none", "-monitor", "none", "-S", "-qtest", "stdio"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        _qemu = Process.Start(start)!;
        _qemu.ErrorDataReceived += (_, _) => { }; // qtest logs every command there; a full pipe would stop it
        _qemu.BeginErrorReadLine();
    }

    /// <summary>Levels of pins 0 to 31 after every store.</summary>
    public List<uint> History { get; } = [];

    public void Store(int offset, uint value)
    {
        Ask($"writel 0x{Base + offset:x} 0x{value:x}");
        History.Add(Load(Lev0));
    }

    public uint Load(int offset) => (uint)ulong.Parse(Ask($"readl 0x{Base + offset:x}").Split("0x")[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    public void Dispose()
    {
        _qemu.Kill();
        _qemu.WaitForExit(Patience);
        _qemu.Dispose();
    }

    private string Ask(string command)
    {
        _qemu.StandardInput.WriteLine(command);
        using CancellationTokenSource late = new(Patience);
        for (; ; )
        {
            var line = _qemu.StandardOutput.ReadLineAsync(late.Token).AsTask().GetAwaiter().GetResult() ?? throw new PeerException("qemu ended");
            if (line.StartsWith("OK", StringComparison.Ordinal)) return line;
            if (line.StartsWith("FAIL", StringComparison.Ordinal)) throw new PeerException($"qemu refused {command}: {line}");
        }
    }
}

/// <summary>The struct the product is compiled for.</summary>
internal readonly struct QemuRegisters(QemuGpio gpio) : IRegisters
{
    public void Store(int offset, uint value) => gpio.Store(offset, value);

    public uint Load(int offset) => gpio.Load(offset);

    public void Barrier()
    {
    }
}
