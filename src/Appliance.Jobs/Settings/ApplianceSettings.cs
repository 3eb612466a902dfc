// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Jobs.Settings;

/// <summary>What survives a restart of the appliance: the contents of <c>appliance.yaml</c>, defaults filled in. Immutable.</summary>
public sealed record ApplianceSettings
{
    /// <summary>Name of this appliance in records; null for the host name.</summary>
    public string? Name { get; init; }

    /// <summary>Path of the active project, absolute or below the folder of <c>appliance.yaml</c>; null when none is selected.</summary>
    public string? Project { get; init; }

    /// <summary>The probe: <c>auto</c>, or an id such as <c>sim:stm32f103cb,fault=NAME</c> or <c>remote-bitbang:HOST:PORT</c>.</summary>
    public string Probe { get; init; } = SettingsLimits.DefaultProbe;

    /// <summary>Folder of records and imported projects, absolute or below the folder of <c>appliance.yaml</c>.</summary>
    public string Data { get; init; } = SettingsLimits.DefaultData;

    /// <summary>Where the page is served.</summary>
    public WebSettings Web { get; init; } = new();

    /// <summary>Local times at which shifts begin, rising, in steps of a quarter of an hour; at least one.</summary>
    public ShiftTimes Shifts { get; init; } = ShiftTimes.Default;

    /// <summary>Boards wanted of the active project today; 0 where nobody said.</summary>
    public int Order { get; init; }

    /// <summary>Which wiring of <c>hardware/pins.json</c> this appliance is built as; lines that are written come before it. Null for none.</summary>
    public WiringKind? Wiring { get; init; }

    /// <summary>What else of that wiring is fitted, beside wire and panel.</summary>
    public FittedParts Fitted { get; init; }

    /// <summary>The loop-back that each start tests the wire with; null where none is there.</summary>
    public LoopbackSettings? Loopback { get; init; }

    /// <summary>Lines of the wire to the target; null when none are written.</summary>
    public PinSettings? Pins { get; init; }

    /// <summary>Parts of the operator's panel.</summary>
    public PanelSettings Panel { get; init; } = new();

    /// <summary>How projects come to the appliance.</summary>
    public ProjectSettings Projects { get; init; } = new();

    /// <summary>Handshake lines of a tester.</summary>
    public TesterSettings Tester { get; init; } = new();

    /// <summary>Supply of the target.</summary>
    public PowerSettings Power { get; init; } = new();

    /// <summary>Remote control by a tester; off where nothing is written.</summary>
    public RemoteSettings Remote { get; init; } = new();
}

/// <summary>How projects come to the appliance.</summary>
public sealed record ProjectSettings
{
    /// <summary>A project must be signed by a key of the keys folder.</summary>
    public bool RequireSignature { get; init; }

    /// <summary>USB sticks are looked at.</summary>
    public bool Sticks { get; init; } = true;

    /// <summary>The barcode scanner that selects projects: its name, or its path in <c>/dev/input/by-id</c>; null when there is none.</summary>
    public string? Scanner { get; init; }

    /// <summary>The switches that select projects; null when there are none.</summary>
    public SwitchSettings? Switches { get; init; }
}

/// <summary>Where the page is served.</summary>
public sealed record WebSettings
{
    /// <summary>TCP port for this machine alone, 1 to 65535; 0 for no page.</summary>
    public int Port { get; init; } = SettingsLimits.DefaultWebPort;

    /// <summary>Who reaches it from outside, by TLS: <c>local</c> for nobody, <c>network</c> at every address, or one IP address.</summary>
    public string Listen { get; init; } = SettingsLimits.ListenLocal;

    /// <summary>TCP port for the network, 1 to 65535.</summary>
    public int TlsPort { get; init; } = SettingsLimits.DefaultTlsPort;

    /// <summary>TCP port that sends browsers of the network on to TLS, 1 to 65535; 0 for none.</summary>
    public int RedirectPort { get; init; }

    /// <summary>Host names it is called by on the network, beside the machine's own.</summary>
    public NameList Names { get; init; } = NameList.None;
}

/// <summary>Switches that select projects.</summary>
/// <param name="Lines">The first is worth 1, the next 2, then 4; at least one.</param>
/// <param name="Table">Names of projects by the number the switches say.</param>
public sealed record SwitchSettings(IReadOnlyList<LineSettings> Lines, IReadOnlyDictionary<int, string> Table);

/// <summary>The wirings that <c>hardware</c> describes.</summary>
public enum WiringKind
{
    /// <summary>A target of 3.3 V straight on the pins.</summary>
    Direct,

    /// <summary>Level shifters, and a transistor on nRESET.</summary>
    Buffered,
}

/// <summary>Parts of a wiring that not every appliance has. One that is named and not fitted would end each job, so nobody guesses.</summary>
[Flags]
public enum FittedParts
{
    /// <summary>Wire and panel alone.</summary>
    None = 0,

    /// <summary>Handshake lines of a tester.</summary>
    Tester = 1,

    /// <summary>The switch of the target's supply.</summary>
    Power = 2,

    /// <summary>The sense of the target's supply.</summary>
    Vtref = 4,
}

/// <summary>How SWCLK and SWDIO are looped back without a target.</summary>
/// <param name="ClockTo">Spare line SWCLK is joined to, of the same chip; null where one jumper joins SWCLK and SWDIO.</param>
/// <param name="DataTo">Spare line SWDIO is joined to; null as the other.</param>
public sealed record LoopbackSettings(string? ClockTo, string? DataTo);

/// <summary>A GPIO line, found by names and never by number alone.</summary>
/// <param name="Chip">Label of the GPIO chip, for example <c>pinctrl-bcm2711</c>.</param>
/// <param name="Line">Name of the line, for example <c>GPIO17</c>.</param>
/// <param name="ActiveLow">The part is on when the line is low.</param>
public sealed record LineSettings(string Chip, string Line, bool ActiveLow);

/// <summary>Lines of the wire to the target.</summary>
/// <param name="Swclk">SWCLK.</param>
/// <param name="Swdio">SWDIO, one a lane, at least one.</param>
/// <param name="Reset">nRESET itself, null when not wired; only read where <paramref name="ResetGate"/> is wired.</param>
/// <param name="Direction">Direction of each lane's level shifter, high towards the target; empty for none.</param>
/// <param name="ResetGate">Gate of a transistor that pulls nRESET low, null when not wired.</param>
public sealed record PinSettings(
    LineSettings Swclk, IReadOnlyList<LineSettings> Swdio, LineSettings? Reset, IReadOnlyList<LineSettings> Direction, LineSettings? ResetGate);

/// <summary>Parts of the operator's panel; null for a part that is not there.</summary>
public sealed record PanelSettings
{
    /// <summary>The PROG button.</summary>
    public LineSettings? Prog { get; init; }

    /// <summary>Yellow LED.</summary>
    public LineSettings? Busy { get; init; }

    /// <summary>Green LED.</summary>
    public LineSettings? Pass { get; init; }

    /// <summary>Red LED.</summary>
    public LineSettings? Fail { get; init; }

    /// <summary>Buzzer.</summary>
    public LineSettings? Buzzer { get; init; }

    /// <summary>Display.</summary>
    public DisplaySettings? Display { get; init; }
}
