// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.CmsisDap.Commands;

/// <summary>What became of a command with transfers.</summary>
/// <param name="Count">Transfers the probe counts as done.</param>
/// <param name="Ack">Acknowledge of the last one in bits 2:0.</param>
internal readonly record struct TransferAnswer(int Count, TransferAck Ack)
{
    /// <summary>The word of the last read.</summary>
    public uint Value { get; init; }
}

/// <summary>The transfer response (DAP_Transfer): acknowledge in bits 2:0, protocol error in bit 3.</summary>
internal enum TransferAck : byte
{
    /// <summary>All bits of the acknowledge low: SWDIO is held low.</summary>
    Low = 0,

    /// <summary>OK.</summary>
    Ok = 1,

    /// <summary>WAIT, as often as the probe was told to try.</summary>
    Wait = 2,

    /// <summary>FAULT.</summary>
    Fault = 4,

    /// <summary>Nobody answered.</summary>
    Nobody = 7,

    /// <summary>Protocol error: the data of a read had a wrong parity.</summary>
    Parity = 8,
}
