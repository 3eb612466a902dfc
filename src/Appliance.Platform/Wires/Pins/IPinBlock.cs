// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Platform.Wires.Pins;

/// <summary>Up to 32 pins as bits of a word: what an SWD line needs of a GPIO block. Implemented by structs, so that it costs no call.</summary>
internal interface IPinBlock
{
    /// <summary>Makes pins GPIO inputs, some of them pulled up, whatever they were.</summary>
    void Take(uint pins, uint pulledUp);

    /// <summary>Puts levels: first the low ones, then the high ones. The level put to an input shows when it becomes an output. With both words
    /// 0 it takes as long and does nothing.</summary>
    void Put(uint low, uint high);

    /// <summary>Puts high levels.</summary>
    void Raise(uint high);

    /// <summary>The levels of all pins now, of outputs too.</summary>
    uint Level();

    /// <summary>Makes pins outputs, with the levels put before.</summary>
    void Drive(uint pins);

    /// <summary>Makes pins inputs.</summary>
    void Release(uint pins);
}
