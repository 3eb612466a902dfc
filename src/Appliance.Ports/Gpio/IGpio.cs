// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Gpio;

/// <summary>What holds a line while nobody drives it.</summary>
public enum GpioBias
{
    /// <summary>Whatever it was.</summary>
    AsIs,

    /// <summary>No pull.</summary>
    Off,

    /// <summary>Pulled up.</summary>
    PullUp,

    /// <summary>Pulled down.</summary>
    PullDown,
}

/// <summary>How an input is opened.</summary>
/// <param name="ActiveLow">A low line reads as on.</param>
/// <param name="Bias">Pull; a chip without pulls ignores it.</param>
/// <param name="Edges">Both edges raise <see cref="IGpioLine.Changed"/>.</param>
public sealed record GpioInput(bool ActiveLow = false, GpioBias Bias = GpioBias.AsIs, bool Edges = false);

/// <summary>How an output is opened.</summary>
/// <param name="On">Its first value.</param>
/// <param name="ActiveLow">On is a low line.</param>
/// <param name="OpenDrain">High is not driven.</param>
/// <param name="Bias">Pull; a chip without pulls ignores it.</param>
public sealed record GpioOutput(bool On = false, bool ActiveLow = false, bool OpenDrain = false, GpioBias Bias = GpioBias.AsIs);

/// <summary>The GPIO lines of this machine. Safe from several threads. A machine without any has no chips; that is no error.</summary>
public interface IGpio
{
    /// <summary>The chips that are there now.</summary>
    /// <exception cref="GpioException">A chip is there but may not be looked at.</exception>
    IReadOnlyList<GpioChip> Chips();

    /// <summary>Takes a line as input.</summary>
    /// <exception cref="GpioException">It cannot be had; the cause says why.</exception>
    IGpioLine OpenInput(GpioLineName name, GpioInput input);

    /// <summary>Takes a line as output.</summary>
    /// <exception cref="GpioException">It cannot be had; the cause says why.</exception>
    IGpioLine OpenOutput(GpioLineName name, GpioOutput output);
}

/// <summary>
/// A line that is ours until it is disposed; what level it has then is the chip's affair. Safe from several threads. Values are on and off:
/// active-low is taken care of below.
/// </summary>
public interface IGpioLine : IDisposable
{
    /// <summary>The line.</summary>
    GpioLineName Name { get; }

    /// <summary>Raised on a thread of the line after one or more edges, bounces included, where edges were asked for. Handlers must return
    /// quickly and must not dispose the line.</summary>
    event Action? Changed;

    /// <summary>Whether it is on now; of an output, as the pin is.</summary>
    /// <exception cref="GpioException">It could not be read.</exception>
    bool Read();

    /// <summary>Switches an output.</summary>
    /// <exception cref="GpioException">It could not be switched, or is an input.</exception>
    void Write(bool on);
}
