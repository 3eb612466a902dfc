// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Watchdog;

namespace Appliance.Jobs.Tests.Watchdog;

/// <summary>The heart beats when every part goes on, and at no other time.</summary>
public sealed class HeartTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan UntilNamed = TimeSpan.FromSeconds(20);

    private readonly TurnedTime _time = new();
    private readonly FakeManager _manager = new();
    private readonly List<string> _told = [];
    private readonly CancellationTokenSource _end = new();

    public void Dispose() => _end.Dispose();

    [Fact]
    public async Task Beat_AllGoOn_BeatsEachRound()
    {
        var beating = Start(new Part("a"), new Part("b"));

        Assert.Equal("ALIVE", await _manager.Next());
        await _time.Fire(Pace);
        Assert.Equal("ALIVE", await _manager.Next());
        await Stop(beating);
    }

    [Fact]
    public async Task Beat_OnePartHangs_NoBeatAndItIsNamedUntilItAnswers()
    {
        var hanging = new Part("journal") { Hangs = true };
        var beating = Start(hanging);

        await _time.Fire(UntilNamed);

        Assert.Equal("STATUS No answer from: journal.", await _manager.Next());
        Assert.Equal(["No answer from: journal."], _told);
        Assert.False(_manager.HasHeard);
        hanging.Answer();
        Assert.Equal("ALIVE", await _manager.Next());
        await Stop(beating);
    }

    [Fact]
    public async Task Beat_OnePartStandsStill_NoBeatAndItsSentenceOnce()
    {
        var still = new Part("panel") { Trouble = "The panel sleeps." };
        var beating = Start(still);

        Assert.Equal("STATUS The panel sleeps.", await _manager.Next());
        await _time.Fire(Pace);
        await still.Asked(2);
        Assert.False(_manager.HasHeard);
        Assert.Equal(["The panel sleeps."], _told);
        still.Trouble = null;
        await _time.Fire(Pace);
        Assert.Equal("ALIVE", await _manager.Next());
        await Stop(beating);
    }

    [Fact]
    public async Task Beat_OnePartBreaks_NoBeatAndTheHeartGoesOnAsking()
    {
        var broken = new Part("panel") { Throws = true };
        var beating = Start(broken);

        Assert.StartsWith("STATUS The panel is broken: ", await _manager.Next(), StringComparison.Ordinal);
        broken.Throws = false;
        await _time.Fire(Pace);
        Assert.Equal("ALIVE", await _manager.Next());
        await Stop(beating);
    }

    [Fact]
    public async Task Beat_NobodyWatches_AsksNobody()
    {
        var part = new Part("a");

        await new Heart(new FakeManager { WatchdogLimit = null }, [part], _time, _told.Add).Beat(_end.Token).WaitAsync(Patience);

        Assert.Equal(0, part.Questions);
    }

    private Task Start(params IVitalPart[] parts) => new Heart(_manager, parts, _time, _told.Add).Beat(_end.Token);

    private async Task Stop(Task beating)
    {
        await _end.CancelAsync();
        await beating.WaitAsync(Patience);
    }

    private sealed class Part(string name) : IVitalPart
    {
        private readonly SemaphoreSlim _answer = new(0);
        private readonly SemaphoreSlim _asked = new(0);

        public string Name => name;

        public bool Hangs { get; set; }

        public bool Throws { get; set; }

        public string? Trouble { get; set; }

        public int Questions { get; private set; }

        public void Answer()
        {
            Hangs = false;
            _answer.Release();
        }

        public async Task Asked(int times)
        {
            for (var time = 0; time < times; time++) Assert.True(await _asked.WaitAsync(Patience));
        }

        public string? Ask()
        {
            Questions++;
            _asked.Release();
            if (Throws) throw new InvalidOperationException("it broke");
            if (Hangs) Assert.True(_answer.Wait(Patience));
            return Trouble;
        }
    }
}
