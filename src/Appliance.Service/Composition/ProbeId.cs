// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using Appliance.Simulation.Fus;
using Appliance.Simulation.StLink;

namespace Appliance.Service.Composition;

/// <summary>A probe as a person names it: <c>auto</c>, <c>gpio</c>, <c>st-link[:SERIAL]</c>, <c>cmsis-dap[:SERIAL]</c>, <c>j-link[:SERIAL]</c>, <c>dfu[:SERIAL]</c>, <c>ftdi[:SERIAL][,layout=NAME]</c>, <c>usb:PATH[,serial=TEXT]</c>, <c>sim:TARGET[,fault=NAME][,seed=N]</c>,
/// <c>sim-stlink:TARGET[,firmware=V2J37][,fault=NAME][,seed=N]</c>, <c>remote-bitbang:HOST:PORT</c>, <c>usart:DEVICE[,baud=N][,boot0=PIN][,reset=PIN]</c>, <c>sim-usart:TARGET[,line=NAME]</c>, <c>sim-dfu:TARGET[,usb=NAME]</c>, <c>black-magic[:SERIAL]</c>, <c>gdb:DEVICE</c>, <c>gdb:HOST:PORT</c>, <c>sim-black-magic:TARGET[,gdb=NAME]</c>, or <c>jtag:</c> and one that has JTAG.</summary>
public abstract record ProbeId
{
    /// <summary>Reads the text of <c>--probe</c> or of <c>appliance.yaml</c>.</summary>
    /// <exception cref="FormatException">The text is none of the forms; the message says which part.</exception>
    public static ProbeId Parse(string text)
    {
        var (kind, rest) = Split(text.Trim(), ':');
        if (kind.StartsWith($"{UsbProbeId.Ftdi},", StringComparison.OrdinalIgnoreCase)) (kind, rest) = (UsbProbeId.Ftdi, kind[UsbProbeId.Ftdi.Length..]);
        return kind.ToLowerInvariant() switch
        {
            "auto" when rest.Length == 0 => new AutoProbeId(),
            GpioProbeId.Kind when rest.Length == 0 => new GpioProbeId(null),
            "sim" => ParseSimulated("sim", rest).Board,
            "sim-stlink" => ParseSimulated("sim-stlink", rest),
            "remote-bitbang" => ParseRemote(rest),
            JtagProbeId.Kind => JtagProbeId.Read(rest),
            "sim-cmsis-dap" => SimulatedCmsisDapProbeId.Read(rest),
            UsartProbeId.Kind => UsartProbeId.Read(rest),
            SimulatedDfuProbeId.Kind => SimulatedDfuProbeId.Read(rest),
            SimulatedUsartProbeId.Kind => SimulatedUsartProbeId.Read(rest),
            GdbProbeId.Kind or GdbProbeId.BlackMagic => GdbProbeId.Read(kind.ToLowerInvariant(), rest),
            SimulatedJLinkProbeId.Kind => SimulatedJLinkProbeId.Read(rest),
            SimulatedBlackMagicProbeId.Kind => SimulatedBlackMagicProbeId.Read(rest),
            SimulatedFtdiProbeId.Kind => SimulatedFtdiProbeId.Read(rest),
            "usb" or UsbProbeId.StLink or UsbProbeId.CmsisDap or UsbProbeId.JLink or UsbProbeId.Dfu or UsbProbeId.Ftdi => UsbProbeId.Read(kind.ToLowerInvariant(), rest),
            _ => throw new FormatException(
                $"'{text}' is no probe. A probe is 'auto', 'gpio', 'st-link[:SERIAL]', 'cmsis-dap[:SERIAL]', 'j-link[:SERIAL]', 'dfu[:SERIAL]', 'ftdi[:SERIAL][,layout=NAME][,swd=WIRING]', 'usb:PATH[,serial=TEXT]', 'sim:TARGET[,fault=NAME][,seed=N]', 'sim-stlink:TARGET[,firmware=V2J37][,fault=NAME][,seed=N]', 'sim-cmsis-dap:TARGET[,version=1|2][,packet=BYTES][,fault=NAME]', 'sim-jlink:TARGET[,model=v9|clone|old][,fault=NAME]', 'sim-ftdi:TARGET[,layout=NAME][,swd=WIRING][,fault=NAME]', 'sim-usart:TARGET[,line=NAME][,fault=NAME]', 'sim-dfu:TARGET[,usb=NAME][,fault=NAME]', 'sim-black-magic:TARGET[,firmware=TEXT][,gdb=NAME][,fault=NAME]', 'black-magic[:SERIAL]', 'gdb:DEVICE', 'gdb:HOST:PORT', 'usart:DEVICE[,baud=N][,boot0=PIN][,reset=PIN]', 'remote-bitbang:HOST:PORT', or 'jtag:' and one of those that have JTAG, as 'jtag:st-link'."),
        };
    }

    /// <summary>The text that <see cref="Parse"/> makes this probe of.</summary>
    public abstract string ToText();

    /// <summary>A simulated board, and the firmware of an ST-LINK on it for the kind that has one.</summary>
    private static SimulatedStLinkProbeId ParseSimulated(string kind, string rest)
    {
        var probe = kind == "sim-stlink";
        var parts = rest.Split(',', StringSplitOptions.TrimEntries);
        if (parts[0].Length == 0) throw new FormatException($"'{kind}:' needs the name of a target, for example {kind}:stm32f103cb.");
        string? fault = null;
        string? fus = null;
        var firmware = SimulatedStLinkOptions.DefaultFirmware;
        var seed = SimulatedProbeId.DefaultSeed;
        foreach (var part in parts.Skip(1))
        {
            var (key, value) = Split(part, '=');
            switch (key)
            {
                case "fault" when value.Length > 0:
                    fault = value;
                    break;
                case "fus" when CoprocessorOptions.Versions.Contains(value):
                    fus = value;
                    break;
                case "seed" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number):
                    seed = number;
                    break;
                case "firmware" when probe && SimulatedStLinkOptions.IsFirmware(value):
                    firmware = value;
                    break;
                default:
                    throw new FormatException($"'{part}' is no setting of a simulated probe. Known: fault=NAME, seed=NUMBER{(probe ? ", firmware=V2J37" : "")}, and for an STM32WB fus= with one of {string.Join(", ", CoprocessorOptions.Versions)}.");
            }
        }

        return new SimulatedStLinkProbeId(new SimulatedProbeId(parts[0].ToLowerInvariant(), fault, seed) { Fus = fus }, firmware);
    }

    private static RemoteBitbangProbeId ParseRemote(string rest)
    {
        var colon = rest.LastIndexOf(':');
        if (colon <= 0 || !int.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
            throw new FormatException($"'remote-bitbang:{rest}' needs a host and a port from 1 to 65535, for example remote-bitbang:localhost:9903.");
        return new RemoteBitbangProbeId(rest[..colon], port);
    }

    private static (string Head, string Tail) Split(string text, char separator)
    {
        var at = text.IndexOf(separator, StringComparison.Ordinal);
        return at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);
    }
}

/// <summary>The one probe that is attached.</summary>
public sealed record AutoProbeId : ProbeId
{
    /// <inheritdoc/>
    public override string ToText() => "auto";
}

/// <summary>What <c>appliance.yaml</c> calls a probe and is none.</summary>
/// <param name="Text">What is written there.</param>
/// <param name="Why">What is wrong with it.</param>
public sealed record UnusableProbeId(string Text, string Why) : ProbeId
{
    /// <inheritdoc/>
    public override string ToText() => Text;
}

/// <summary>A simulated board.</summary>
/// <param name="Target">Chip name.</param>
/// <param name="Fault">Injected fault, null for none.</param>
/// <param name="Seed">Seed of the drawn times and of noise.</param>
public sealed record SimulatedProbeId(string Target, string? Fault, int Seed) : ProbeId
{
    /// <summary>The seed where none is given.</summary>
    public const int DefaultSeed = 1;

    /// <summary>FUS on the coprocessor of an STM32WB; null for the usual one.</summary>
    public string? Fus { get; init; }

    /// <inheritdoc/>
    public override string ToText() => $"sim:{Target}{(Fault is null ? "" : $",fault={Fault}")}{(Fus is null ? "" : $",fus={Fus}")}{(Seed == DefaultSeed ? "" : $",seed={Seed}")}";
}

/// <summary>A simulated ST-LINK on a simulated board.</summary>
/// <param name="Board">The board.</param>
/// <param name="Firmware">Firmware of the ST-LINK, as ST writes it.</param>
public sealed record SimulatedStLinkProbeId(SimulatedProbeId Board, string Firmware) : ProbeId
{
    /// <inheritdoc/>
    public override string ToText() =>
        $"sim-stlink:{Board.ToText()[4..]}{(Firmware == SimulatedStLinkOptions.DefaultFirmware ? "" : $",firmware={Firmware}")}";
}

/// <summary>A remote_bitbang server.</summary>
public sealed record RemoteBitbangProbeId(string Host, int Port) : ProbeId
{
    /// <inheritdoc/>
    public override string ToText() => $"remote-bitbang:{Host}:{Port}";
}
