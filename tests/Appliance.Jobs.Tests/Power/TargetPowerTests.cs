// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Outcomes;
using Appliance.Jobs.Power;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Running;
using Appliance.Jobs.Settings;
using Appliance.Jobs.Tests.Panel;
using Appliance.Jobs.Tests.Running;
using Appliance.Ports.Gpio;
using Appliance.Ports.Power;
using Appliance.Ports.Wires;

namespace Appliance.Jobs.Tests.Power;

/// <summary>The target's supply as part of a job.</summary>
public sealed class TargetPowerTests
{
    private static readonly PowerPolicy AtOnce = PowerPolicy.Default with { Settle = TimeSpan.Zero, MinimumMillivolts = 2_700, MaximumMillivolts = 3_600 };

    private readonly List<string> _log = [];
    private readonly List<JobEvent> _events = [];

    [Fact]
    public void Job_WithASwitch_IsSuppliedFromConnectToTheEnd()
    {
        var outcome = Run(new LoggedPower(_log) { Millivolts = 3_300 });

        Assert.Equal(Verdict.Pass, outcome.Verdict);
        Assert.Equal(["record: begin", "power on", "sense", "connect", "identify"], _log.Take(5));
        Assert.Equal(["reset", "dispose", "power off", "record: finish"], _log.TakeLast(4));
        Assert.Contains("supplied by the appliance, VTref 3.30 V", outcome.Stages.Single(stage => stage.Stage == JobStage.Connect).Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("connect")]
    [InlineData("program")]
    [InlineData("verify")]
    public void Job_Fails_SupplyIsOffAfterwards(string stage)
    {
        var session = new ScriptedSession(_log);
        session.Throws[stage] = () => new WireException("wire", "gone");
        Run(new LoggedPower(_log) { Millivolts = 3_300 }, session);

        Assert.Equal(["dispose", "power off"], _log.Where(line => line is "dispose" or "power off"));
    }

    [Theory]
    [InlineData(0, "0.00 V")]
    [InlineData(2_699, "2.70 V")]
    [InlineData(3_601, "3.60 V")]
    public void Voltage_OutsideTheLimits_FailsBeforeConnecting(int millivolts, string seen)
    {
        var outcome = Run(new LoggedPower(_log) { Millivolts = millivolts });

        Assert.Equal(Catalogue.NoTargetVoltage, outcome.Error!.Entry);
        Assert.Equal(("2.70 V to 3.60 V", seen), (outcome.Error.Expected, outcome.Error.Actual));
        Assert.DoesNotContain("connect", _log);
        Assert.Contains("power off", _log);
    }

    [Fact]
    public void Comparator_SaysNo_FailsBeforeConnecting()
    {
        var outcome = Run(new LoggedPower(_log) { Present = false });

        Assert.Equal(Catalogue.NoTargetVoltage, outcome.Error!.Entry);
        Assert.DoesNotContain("connect", _log);
    }

    [Fact]
    public void Supply_Never_LeavesTheSwitchAloneAndStillSenses()
    {
        Run(new LoggedPower(_log) { Millivolts = 3_000 }, policy: AtOnce with { Supply = SupplyMode.Never });

        Assert.DoesNotContain("power on", _log);
        Assert.Contains("sense", _log);
    }

    [Fact]
    public void Supply_RequiredAndNoSwitch_FailsBeforeConnecting()
    {
        var outcome = Run(new DisabledTargetPower(), policy: AtOnce with { Supply = SupplyMode.Required });

        Assert.Equal(Catalogue.TargetPowerFailed, outcome.Error!.Entry);
        Assert.DoesNotContain("connect", _log);
    }

    [Fact]
    public void NothingWired_ChangesNothing()
    {
        var outcome = Run(new DisabledTargetPower());

        Assert.Equal(Verdict.Pass, outcome.Verdict);
        Assert.Equal("", outcome.Stages.Single(stage => stage.Stage == JobStage.Connect).Note);
    }

    [Fact]
    public void Switch_CannotBeSwitchedOff_TheVerdictStandsAndSomebodyIsTold()
    {
        var outcome = Run(new LoggedPower(_log) { Millivolts = 3_300, OffFails = true });

        Assert.Equal(Verdict.Pass, outcome.Verdict);
        Assert.Contains(outcome.Warnings, warning => warning.Code == "power-left-on");
        Assert.Contains(_events.OfType<WarningRaised>(), raised => raised.Warning.Code == "power-left-on");
    }

    [Fact]
    public void Settling_IsWaitedForUnlessTheJobIsStopped()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.CancelAfter(TimeSpan.FromMilliseconds(20));
        var outcome = Run(new LoggedPower(_log), policy: AtOnce with { Settle = TimeSpan.FromHours(1) }, cancel: cancelled.Token);

        Assert.Equal(Catalogue.Cancelled, outcome.Error!.Entry);
        Assert.Equal(["power on", "power off"], _log.Where(line => line.StartsWith("power", StringComparison.Ordinal)));
    }

    [Fact]
    public void Wired_SwitchesItsLineAndIsOffWhenDisposed()
    {
        var gpio = new FakeGpio();
        using (var power = new WiredTargetPower(gpio, _ => throw new InvalidOperationException(), new PowerSettings { Switch = new("chip", "P", true) }))
        {
            Assert.Equal(new GpioOutput(On: false, ActiveLow: true), gpio.Lines["P"].Output);
            Assert.Equal((true, false), (power.CanSwitch, power.CanSense));
            power.Switch(true);
            Assert.True(gpio.Lines["P"].On);
        }

        Assert.False(gpio.Lines["P"].On);
        Assert.True(gpio.Lines["P"].Disposed);
    }

    [Fact]
    public void Wired_PartThatCannotBeHad_IsToldAndRefusesWhenUsed()
    {
        var gpio = new FakeGpio { Refused = { ["P"] = GpioFault.Busy, ["V"] = GpioFault.NotFound } };
        using var power = new WiredTargetPower(
            gpio, _ => throw new InvalidOperationException(), new PowerSettings { Switch = new("chip", "P", false), Vtref = new(new("chip", "V", false), null) });

        Assert.Equal(2, power.Troubles.Count);
        Assert.Throws<TargetPowerException>(() => power.Switch(true));
        Assert.Throws<TargetPowerException>(() => power.Sense());
        Assert.Equal(Catalogue.TargetPowerFailed, Run(power).Error!.Entry);
    }

    [Fact]
    public void Wired_Converter_IsScaledByItsDivider()
    {
        var adc = new AdcSettings("ads1015", 2, 2.5m);
        using var power = new WiredTargetPower(new FakeGpio(), asked => asked == adc ? new Fixed(1_320.4m) : throw new InvalidOperationException(), new PowerSettings { Vtref = new(null, adc) });

        Assert.Equal(new TargetVoltage(true, 3_301), power.Sense());
    }

    private JobOutcome Run(ITargetPower power, ScriptedSession? session = null, PowerPolicy? policy = null, CancellationToken cancel = default)
    {
        var job = TestJobs.Small(0);
        job = job with { Project = job.Project with { Power = policy ?? AtOnce } };
        return new JobRunner(new ScriptedSessions(session ?? new ScriptedSession(_log)), new ListedRecords(_log), TimeProvider.System, power)
            .Run(() => job, PressSource.Button, _events.Add, cancel);
    }

    private sealed class Fixed(decimal millivolts) : IVoltageInput
    {
        public decimal ReadMillivolts() => millivolts;
    }

    private sealed class LoggedPower(List<string> log) : ITargetPower
    {
        public int? Millivolts { get; init; }

        public bool Present { get; init; } = true;

        public bool OffFails { get; init; }

        public bool CanSwitch => true;

        public bool CanSense => true;

        public void Switch(bool on)
        {
            if (!on && OffFails) throw new TargetPowerException("stuck");
            log.Add(on ? "power on" : "power off");
        }

        public TargetVoltage Sense()
        {
            log.Add("sense");
            return new TargetVoltage(Present, Millivolts);
        }
    }
}
