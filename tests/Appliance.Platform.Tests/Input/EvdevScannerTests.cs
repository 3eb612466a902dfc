// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using Appliance.Platform.Input;
using Appliance.Platform.Tests.Files;

namespace Appliance.Platform.Tests.Input;

/// <summary>The scanner on a pipe in the place of the kernel's event device.</summary>
public sealed class EvdevScannerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Keys_TypeWhatAUsKeyboardTypes()
    {
        Assert.Equal(["Door-1.5_(b)"], new EvdevKeys().Take(Typed("Door-1.5_(b)\n")));
        Assert.Equal(["4006381333931", "X"], new EvdevKeys().Take(Typed("4006381333931\n\nX\n")));
    }

    [Fact]
    public void Keys_InAnyPieces_GiveTheSameLines()
    {
        var events = Typed("One\nTwo\n");
        for (var cut = 0; cut <= events.Length; cut += EvdevKeys.EventSize)
        {
            var keys = new EvdevKeys();
            Assert.Equal(["One", "Two"], keys.Take(events.AsSpan(0, cut)).Concat(keys.Take(events.AsSpan(cut))));
        }
    }

    [Fact]
    public void Keys_LineThatIsSpoilt_IsDroppedWhole()
    {
        var keys = new EvdevKeys();
        Assert.Empty(keys.Take([.. Typed("AB"), .. Event(EvdevKeys.EventSync, EvdevKeys.SyncDropped, 0), .. Typed("CD\n")]));
        Assert.Empty(keys.Take([.. Typed("AB"), .. Event(EvdevKeys.EventKey, 59, 1), .. Typed("\n")]));
        Assert.Empty(keys.Take(Typed(new string('1', 129) + "\n")));
        Assert.Equal(["ok"], keys.Take(Typed("ok\n")));
    }

    [Fact]
    public void Keys_RepeatsAndReleases_TypeNothing() =>
        Assert.Equal(["a"], new EvdevKeys().Take([.. Event(1, 30, 1), .. Event(1, 30, 2), .. Event(1, 30, 2), .. Event(1, 30, 0), .. Event(1, EvdevKeys.Enter, 1)]));

    [Fact]
    public void Keys_AnyBytes_NeverThrow()
    {
        var random = new Random(3);
        var keys = new EvdevKeys();
        for (var round = 0; round < 2000; round++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            Assert.All(keys.Take(bytes), line => Assert.InRange(line.Length, 1, 128));
        }
    }

    [Fact]
    public void Scanner_IsFoundByName_ReadAndGrabbed_AndFoundAgain()
    {
        Device("event3", "Honeywell 1900");
        using var pipe = Pipe("event3");
        var grabs = 0;
        using var scanner = Scanner("Honeywell 1900", () => Interlocked.Increment(ref grabs) * 0);
        var lines = new BlockingCollection<string>();
        scanner.Scanned += lines.Add;
        Assert.Null(scanner.Trouble);
        pipe.Write(Typed("Door\n"));
        pipe.Flush();
        Assert.True(lines.TryTake(out var line, Patience));
        Assert.Equal(("Door", 1), (line, grabs));
    }

    [Fact]
    public void Scanner_ThatIsNotThere_SaysWhatIs_AndIsFoundWhenItComes()
    {
        Device("event0", "Power Button");
        using var scanner = Scanner("Honeywell 1900", () => 0);
        Assert.Contains("Power Button", scanner.Trouble, StringComparison.Ordinal);
        using var pipe = Pipe("event7");
        Device("event7", "Honeywell 1900");
        Assert.True(SpinWait.SpinUntil(() => scanner.Trouble is null, Patience));
    }

    [Fact]
    public void Scanner_GrabbedByAnother_OrTwiceThere_SaysSo()
    {
        Device("event1", "Twin");
        using var pipe = Pipe("event1");
        using (var taken = Scanner("Twin", () => 16)) Assert.Contains("Another program has the barcode scanner", taken.Trouble, StringComparison.Ordinal);
        Device("event2", "Twin");
        using var twins = Scanner("Twin", () => 0);
        Assert.Contains("2 devices are called Twin", twins.Trouble, StringComparison.Ordinal);
        using var lost = Scanner(_temporary.At("dev/by-id/gone"), () => 0);
        Assert.Contains("There is no barcode scanner", lost.Trouble, StringComparison.Ordinal);
    }

    private EvdevScanner Scanner(string wanted, Func<int> grab) =>
        new(wanted, TimeProvider.System, new EvdevDevices(_temporary.At("sys"), _temporary.At("dev")), _ => grab());

    private void Device(string device, string name)
    {
        Directory.CreateDirectory(_temporary.At($"sys/{device}/device"));
        File.WriteAllText(_temporary.At($"sys/{device}/device/name"), name + "\n");
    }

    /// <summary>A pipe that stays open while the test has it.</summary>
    private FileStream Pipe(string device)
    {
        Directory.CreateDirectory(_temporary.At("dev"));
        var path = _temporary.At("dev/" + device);
        using (var made = Process.Start("mkfifo", [path])) made.WaitForExit();
        return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
    }

    private static byte[] Typed(string text) => [.. text.SelectMany(Letter)];

    private static IEnumerable<byte> Letter(char letter)
    {
        if (letter == '\n') return [.. Event(1, EvdevKeys.Enter, 1), .. Event(0, 0, 0), .. Event(1, EvdevKeys.Enter, 0)];
        var row = EvdevKeys.Rows.First(row => row.Plain.Contains(letter) || row.Shifted.Contains(letter));
        var shifted = !row.Plain.Contains(letter);
        var code = row.First + (shifted ? row.Shifted : row.Plain).IndexOf(letter);
        byte[] key = [.. Event(1, code, 1), .. Event(0, 0, 0), .. Event(1, code, 0), .. Event(0, 0, 0)];
        return shifted ? [.. Event(1, EvdevKeys.LeftShift, 1), .. key, .. Event(1, EvdevKeys.LeftShift, 0)] : key;
    }

    private static byte[] Event(int type, int code, int value)
    {
        var bytes = new byte[EvdevKeys.EventSize];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(16), (ushort)type);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(18), (ushort)code);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(20), value);
        return bytes;
    }
}
