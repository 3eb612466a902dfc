// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Debug;

/// <summary>One access port behind the debug port.</summary>
internal interface IAccessPort
{
    /// <summary>Whether an access is still under way: the debug port answers WAIT.</summary>
    bool Busy { get; }

    /// <summary>Value of the last read, valid when not <see cref="Busy"/>.</summary>
    uint ReadResult { get; }

    /// <summary>Begins a read of an AP register.</summary>
    /// <param name="register">Register address: bank in [7:4], A[3:2] in [3:2].</param>
    void BeginRead(int register);

    /// <summary>Begins a write of an AP register.</summary>
    void BeginWrite(int register, uint value);

    /// <summary>Gives up the access under way (DAPABORT).</summary>
    void Abort();

    /// <summary>Back to the state after power-on.</summary>
    void PowerOnReset();
}
