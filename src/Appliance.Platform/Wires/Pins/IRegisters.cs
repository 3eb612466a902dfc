// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Platform.Wires.Pins;

/// <summary>32-bit registers at byte offsets from the begin of a mapping. Implemented by structs, so that the compiler puts a store where the
/// call stands; a test implements it to see each access.</summary>
internal interface IRegisters
{
    /// <summary>One store.</summary>
    void Store(int offset, uint value);

    /// <summary>One load.</summary>
    uint Load(int offset);

    /// <summary>Returns when the accesses before it are seen by the device in their order: without it a BCM2837 or BCM2711 may merge two
    /// stores to one register into the second.</summary>
    void Barrier();
}
