// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;

namespace Appliance.Targets.Descriptions;

/// <summary>Makes one chip of a part row and its template. The shape of the fields was checked against the schema before.</summary>
internal sealed class ChipBuilder
{
    private const uint KiB = 1024;

    private readonly string _file;
    private readonly string _path;
    private readonly JsonElement _part;
    private readonly TemplateFields _template;

    public ChipBuilder(string file, string path, JsonElement part, TemplateFields template)
    {
        _file = file;
        _path = path;
        _part = part;
        _template = template;
    }

    public ChipDescription Build(string family)
    {
        var banks = ReadBanks();
        return Build(family, banks) with { Options = new OptionReader(_file, _path, _template).Read(banks) };
    }

    private ChipDescription Build(string family, IReadOnlyList<FlashBank> banks) => new(
        _part.GetProperty("name").GetString()!,
        family,
        _part.GetProperty("packages").GetString()!,
        [.. _template.Get("cores").EnumerateArray().Select(core => new CoreDescription(core.GetProperty("ap").GetByte(), Hex(core, "part")))],
        ReadIdentification(),
        banks,
        [new MemoryRegion(Hex(_template.Get("ram")), _part.GetProperty("ramKiB").GetUInt32() * KiB), .. MoreRam()],
        [.. _template.Get("freeze").EnumerateArray().Select(freeze => new DebugFreeze(Hex(freeze, "address"), Hex(freeze, "set")))],
        _template.Find("sequence")?.GetString() ?? "",
        [.. _template.Get("sources").EnumerateArray().Select(source => source.GetString()!)])
    {
        HardwareWatchdog = _template.Find("hardwareWatchdog") is { } field
            ? new HardwareWatchdogField(Hex(field, "address"), Hex(field, "mask"), Hex(field, "on"))
            : null,
        Clock = _template.Find("clock") is { } clock ? ReadClock(clock) : null,
        WatchdogKey = Hex(_template.Get("watchdogKey")),
        SecureBoundary = _template.Find("secureBoundary") is { } secure
            ? new SecureBoundaryField(Hex(secure, "address"), Hex(secure, "mask"), secure.GetProperty("unitBytes").GetUInt32(), HexOrZero(secure, "disabled"))
            : null,
        Organisation = _template.Find("organisation") is { } organisation ? ReadOrganisation(organisation) : null,
    };

    private IEnumerable<MemoryRegion> MoreRam() => _template.Find("moreRam") is { } more
        ? more.EnumerateArray().Select(region => new MemoryRegion(Hex(region, "start"), region.GetProperty("KiB").GetUInt32() * KiB))
        : [];

    private static OrganisationField ReadOrganisation(JsonElement field) => new(
        Hex(field, "address"), Hex(field, "mask"), Hex(field, "value"), field.GetProperty("name").GetString()!, field.GetProperty("other").GetString()!);

    private static ClockChange ReadClock(JsonElement clock) =>
        new(clock.GetProperty("hertz").GetInt32(), ReadSteps(clock.GetProperty("raise")), ReadSteps(clock.GetProperty("restore")));

    private static List<RegisterStep> ReadSteps(JsonElement steps) =>
    [
        .. steps.EnumerateArray().Select(step => new RegisterStep(
            Hex(step, "address"), HexOrZero(step, "clear"), HexOrZero(step, "set"), HexOrZero(step, "waitMask"), HexOrZero(step, "waitValue"))),
    ];

    private ChipIdentification ReadIdentification()
    {
        var deviceId = _template.Get("deviceId");
        var uniqueId = _template.Get("uniqueId");
        return new ChipIdentification(
            [.. _template.Get("dpidr").EnumerateArray().Select(Hex)],
            Hex(deviceId, "address"),
            Hex(_template.Get("devId")),
            deviceId.GetProperty("mayReadZero").GetBoolean(),
            Hex(_template.Get("flashSize")),
            ReadSizeWords(),
            Hex(uniqueId, "address"),
            uniqueId.GetProperty("bytes").GetInt32(),
            ReadProtection())
        {
            UniqueIdWords = uniqueId.TryGetProperty("words", out var words) ? [.. words.EnumerateArray().Select(Hex)] : [],
        };
    }

    private List<int> ReadSizeWords()
    {
        var named = _part.GetProperty("flashKiB").GetInt32();
        var sizes = _template.Get("sizeWordsKiB").EnumerateArray().Select(size => size.GetInt32()).Where(size => size >= named).Order().ToList();
        if (sizes.FirstOrDefault() != named)
            throw new ChipDataException(_file, $"{_path}.flashKiB", $"{named} is not among sizeWordsKiB of its template");
        return sizes;
    }

    private ReadProtectionField ReadProtection()
    {
        var field = _template.Get("readProtection");
        var levels = field.GetProperty("levels").EnumerateObject().ToDictionary(level => Hex(level.Name), level => level.Value.GetInt32());
        return new ReadProtectionField(Hex(field, "address"), Hex(field, "mask"), levels, field.GetProperty("otherwise").GetInt32());
    }

    private List<FlashBank> ReadBanks()
    {
        var whole = _part.GetProperty("flashKiB").GetUInt32() * KiB;
        var left = whole;
        var banks = new List<FlashBank>();
        foreach (var bank in _template.Get("flash").EnumerateArray())
        {
            var most = bank.TryGetProperty("maximumKiB", out var maximum) ? maximum.GetUInt32() * KiB : left;
            var size = Math.Min(left, bank.TryGetProperty("share", out var share) ? whole / share.GetUInt32() : most);
            if (size > 0)
                banks.Add(ReadBank(bank, size));
            left -= size;
        }

        return left == 0 ? banks : throw new ChipDataException(_file, $"{_path}.flashKiB", $"{left} bytes do not fit the banks of its template");
    }

    private FlashBank ReadBank(JsonElement bank, uint size)
    {
        var runs = new SectorReader(_file, _path, _template).Read(bank, size);
        return new FlashBank(
            Hex(bank, "start"), size, bank.GetProperty("layout").GetString()!, Hex(bank, "controller"),
            [.. runs.Select(run => run.Run)], bank.GetProperty("unit").GetInt32(), (byte)Hex(bank, "erased"), ReadTimes(runs))
        {
            FirstSector = bank.TryGetProperty("firstSector", out var first) ? first.GetInt32() : 0,
            EraseBits = HexOrZero(bank, "eraseBits"),
            MassEraseBits = HexOrZero(bank, "massErase"),
            HasMassErase = !_template.Get("times").TryGetProperty("noMassErase", out _),
        };
    }

    private FlashTimes ReadTimes(IReadOnlyList<(SectorRun Run, JsonElement Erase)> runs)
    {
        var times = _template.Get("times");
        List<TimeRange> sectors = [.. runs.Select(run => Range(run.Erase, 1e-3))];
        var all = runs.Zip(sectors, (run, time) => (run.Run.Count, Time: time)).ToList();
        return new FlashTimes(
            Range(times.GetProperty("unitMicroseconds"), 1e-6),
            sectors,
            times.TryGetProperty("massMilliseconds", out var mass) ? Range(mass, 1e-3) : OneByOne(all),
            _template.Get("timesSource").GetString()!);
    }

    /// <summary>What the sectors of a bank take together: the time of a bank that has no erase of its own.</summary>
    private static TimeRange OneByOne(IReadOnlyList<(int Count, TimeRange Time)> runs) => new(
        Sum(runs, time => time.Minimum), Sum(runs, time => time.Typical), Sum(runs, time => time.Maximum));

    private static TimeSpan Sum(IReadOnlyList<(int Count, TimeRange Time)> runs, Func<TimeRange, TimeSpan> which) =>
        runs.Aggregate(TimeSpan.Zero, (sum, run) => sum + (which(run.Time) * run.Count));

    private TimeRange Range(JsonElement range, double unit)
    {
        var numbers = range.EnumerateArray().Select(number => number.GetDouble()).ToList();
        if (!numbers.Order().SequenceEqual(numbers))
            throw new ChipDataException(_file, $"{_path}.template", $"the times {range.GetRawText()} do not rise");
        var typical = numbers.Count == 3 ? numbers[1] : (numbers[0] + numbers[^1]) / 2;
        return new TimeRange(Time(numbers[0], unit), Time(typical, unit), Time(numbers[^1], unit));
    }

    private static TimeSpan Time(double number, double unit) => TimeSpan.FromTicks((long)Math.Round(number * unit * TimeSpan.TicksPerSecond));

    private static uint HexOrZero(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? Hex(value) : 0;

    private static uint Hex(JsonElement parent, string name) => Hex(parent.GetProperty(name));

    private static uint Hex(JsonElement value) => Hex(value.GetString()!);

    private static uint Hex(string text) => uint.Parse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
