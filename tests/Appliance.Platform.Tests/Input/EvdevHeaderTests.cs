// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Peers.Tests;
using Appliance.Platform.Input;
using Appliance.Platform.Tests.Files;

namespace Appliance.Platform.Tests.Input;

/// <summary>Our numbers of the event devices against those of linux/input.h on this machine, as its C compiler sees them.</summary>
public sealed class EvdevHeaderTests : IDisposable
{
    private const string Letters = "1234567890qwertyuiopasdfghjklzxcvbnm";

    private static readonly (string C, long Ours)[] Numbers =
    [
        ("sizeof(struct input_event)", EvdevKeys.EventSize), ("EVIOCGRAB", EvdevScanner.Grab),
        ("EV_SYN", EvdevKeys.EventSync), ("EV_KEY", EvdevKeys.EventKey), ("SYN_DROPPED", EvdevKeys.SyncDropped),
        ("KEY_LEFTSHIFT", EvdevKeys.LeftShift), ("KEY_RIGHTSHIFT", EvdevKeys.RightShift), ("KEY_CAPSLOCK", EvdevKeys.CapsLock),
        ("KEY_ENTER", EvdevKeys.Enter), ("KEY_KPENTER", EvdevKeys.KeypadEnter),
        ("KEY_MINUS", Code('-')), ("KEY_EQUAL", Code('=')), ("KEY_LEFTBRACE", Code('[')), ("KEY_RIGHTBRACE", Code(']')), ("KEY_SEMICOLON", Code(';')),
        ("KEY_APOSTROPHE", Code('\'')), ("KEY_GRAVE", Code('`')), ("KEY_BACKSLASH", Code('\\')), ("KEY_COMMA", Code(',')), ("KEY_DOT", Code('.')),
        ("KEY_SLASH", Code('/')), ("KEY_SPACE", Code(' ')), ("KEY_KPASTERISK", 55), ("KEY_KP7", 71), ("KEY_KPMINUS", 74), ("KEY_KPPLUS", 78), ("KEY_KP1", 79),
        ("KEY_KPDOT", 83), ("KEY_KPSLASH", 98),
        .. Letters.Select(letter => ($"KEY_{char.ToUpperInvariant(letter)}", (long)Code(letter))),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [PeerFact("gcc")]
    public void Numbers_AllOfThem_AreThoseOfTheKernelsHeader()
    {
        var prints = Numbers.Select(number => $"printf(\"%lld\\n\", (long long)({number.C}));");
        File.WriteAllText(_folder.At("a.c"), $"#include <linux/input.h>\n#include <stdio.h>\nint main(void) {{\n{string.Join('\n', prints)}\n}}\n");
        _ = PeerProcess.Run("gcc", ["-o", _folder.At("a.out"), _folder.At("a.c")], TimeSpan.FromMinutes(1)).MustSucceed();
        var start = new System.Diagnostics.ProcessStartInfo(_folder.At("a.out")) { RedirectStandardOutput = true };
        using var process = System.Diagnostics.Process.Start(start)!;
        var printed = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => long.Parse(line, CultureInfo.InvariantCulture));
        process.WaitForExit();
        Assert.Equal(Numbers, Numbers.Zip(printed, (number, header) => (number.C, header)));
    }

    private static int Code(char letter)
    {
        var row = EvdevKeys.Rows.First(row => row.Plain.Contains(letter));
        return row.First + row.Plain.IndexOf(letter);
    }
}
