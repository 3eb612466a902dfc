// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Panel.Display;
using Appliance.Ports.Panel;

namespace Appliance.Jobs.Tests.Panel.Display;

/// <summary>What the display looks like.</summary>
public sealed class DisplayLayoutTests
{
    private static readonly PanelSize Tall = new(128, 64);
    private static readonly PanelSize Flat = new(128, 32);

    private static readonly Dictionary<string, DisplayView> Views = new()
    {
        ["ready"] = new("READY", ["Door controller 1.4", "today 214 ok 3 bad", "192.168.17.230"]),
        ["busy"] = new("BUSY", ["Programming ..."], 0.42),
        ["pass"] = new("PASS", ["Door controller 1.4", "today 215 ok 3 bad"]),
        ["fail"] = new("FAIL E301", ["No board answers.", "Check that the board sits in the fixture and has power, then press PROG again."]),
        ["no-project"] = new("NO PROJECT", ["Call the line engineer to select a project."]),
        ["stop"] = new("STOP", ["Call the line engineer: disk full, read-only or damaged."]),
        ["code"] = new("408 153", ["Type this code on the set-up page."]),
        ["letters"] = new("Qq@", ["ABCDEFGHIJKLMNOPQ", "RSTUVWXYZ0123456", "789abcdefghijklm", "nopqrstuvwxyz", "!\"#$%&'()*+,-./:;", "<=>?[\\]^_`{|}~°"]),
    };

    public static TheoryData<string, bool> All
    {
        get
        {
            var all = new TheoryData<string, bool>();
            foreach (var name in Views.Keys)
            {
                all.Add(name, true);
                all.Add(name, false);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Draw_EachPart_IsFullOfLightAndOther(string name, bool tall)
    {
        var (view, size) = (Views[name], tall ? Tall : Flat);
        var seen = new HashSet<string>();
        for (var part = 0; part < DisplayLayout.Parts(view, size); part++)
        {
            var frame = DisplayLayout.Draw(view, size, part);
            FramePicture.Keep($"{name}-{size.Height}-{part}", frame);
            Assert.True(FramePicture.Lit(frame) > 80);
            Assert.True(seen.Add(FramePicture.Text(frame)), "two parts show the same");
        }

        Assert.True(DisplayLayout.Draw(view, size, seen.Count).ShowsSameAs(DisplayLayout.Draw(view, size, 0)));
    }

    [Fact]
    public void Draw_LongText_ShowsEveryWordInSomePart()
    {
        var words = Enumerable.Range(0, 40).Select(number => $"w{number}").ToArray();
        var whole = new DisplayView("FAIL", [string.Join(' ', words)]);

        Assert.True(DisplayLayout.Parts(whole, Tall) > 2);
        Assert.Equal(words, TextWrap.Lines(whole.Texts, 18).SelectMany(line => line.Split(' ')));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 1)]
    [InlineData("123456789012345678", 1)]
    [InlineData("1234567890123456789", 2)]
    [InlineData("12345678 0123456789", 2)]
    [InlineData("two  words", 1)]
    public void Wrap_BreaksWhereItMust(string text, int lines)
    {
        var broken = TextWrap.Lines([text], 18);

        Assert.Equal(lines, broken.Count);
        Assert.All(broken, line => Assert.InRange(line.Length, 1, 18));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(1.0)]
    public void Bar_IsAsLongAsTheProgress(double progress)
    {
        var frame = DisplayLayout.Draw(new DisplayView("BUSY", [], progress), Tall, 0);

        var inside = Enumerable.Range(2, 124).Count(x => frame[x, 59]);
        Assert.Equal(progress * 124, inside, 0.5);
        Assert.True(frame[0, 59] && frame[127, 59], "the border is closed");
    }

    [Fact]
    public void Letters_AreAllDifferent()
    {
        var drawn = Enumerable.Range(33, 94).Select(code => ((char)code).ToString()).Select(letter => (letter, picture: FramePicture.Text(
            DisplayLayout.Draw(new DisplayView("", [letter]), Tall, 0))));

        Assert.All(drawn.GroupBy(letter => letter.picture), same => Assert.Single(same));
    }

    [Fact]
    public void Letters_ThisAlphabetDoesNotHave_AreSeen()
    {
        var unknown = DisplayLayout.Draw(new DisplayView("", ["中"]), Tall, 0);

        Assert.True(FramePicture.Lit(unknown) > 10);
        Assert.True(DisplayLayout.Draw(new DisplayView("", ["ä…"]), Tall, 0).ShowsSameAs(DisplayLayout.Draw(new DisplayView("", ["a..."]), Tall, 0)));
    }

    [Fact]
    public void Frame_Pages_AreColumnsOfEightRowsTopFirst()
    {
        var frame = new PanelFrame(Flat);
        frame[3, 0] = true;
        frame[3, 9] = true;
        frame[127, 31] = true;
        frame[128, 0] = true;

        Assert.Equal(0x01, frame.Page(0)[3]);
        Assert.Equal(0x02, frame.Page(1)[3]);
        Assert.Equal(0x80, frame.Page(3)[127]);
        Assert.Equal(3, FramePicture.Lit(frame));
        frame[3, 9] = false;
        Assert.False(frame[3, 9]);
    }
}
