// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Wires;

/// <summary>
/// Bits on SWCLK and N SWDIO lanes. One <em>plane</em> is a word with the level of lane n in bit n; one SWCLK cycle carries one plane.
/// </summary>
/// <remarks>
/// Order of one cycle (ARM IHI 0031, SWD timing): SWCLK low with the host's data set up; sample, where the phase samples; SWCLK high.
/// The target presents its bit before the rising edge and changes it after. Between calls SWCLK rests and nothing moves on the wire.
/// A change from a released to a driven line sets the output value before the direction.
/// </remarks>
public interface ISwdLine : IWire
{
    /// <summary>Gives the cycles of all phases in order, as one batch.</summary>
    /// <param name="lanes">The lanes that take part. All other lanes are driven low in every cycle, which an SWD target reads as idle.</param>
    /// <param name="phases">The phases.</param>
    /// <param name="drive">One plane for each cycle of the <see cref="SwdPhaseKind.Drive"/> phases, in order.</param>
    /// <param name="sample">Receives one plane for each cycle of the <see cref="SwdPhaseKind.Sample"/> phases, in order.
    /// Bits of lanes outside <paramref name="lanes"/> are undefined.</param>
    /// <exception cref="WireException">The wire failed; how many cycles were given is unknown.</exception>
    void Clock(uint lanes, ReadOnlySpan<SwdPhase> phases, ReadOnlySpan<uint> drive, Span<uint> sample);

    /// <summary>Drives all lanes to one level with SWCLK at rest and reads the level seen on each lane.</summary>
    /// <param name="high">The level driven.</param>
    /// <returns>The plane read.</returns>
    /// <exception cref="WireException">The wire lacks <see cref="WireFeatures.SampleWhileDriving"/>.</exception>
    uint SampleDriven(bool high);

    /// <summary>Releases all lanes with SWCLK at rest and reads the level each shows by its pull-up and by whatever else pulls.</summary>
    uint SampleReleased();
}
