// SPDX-License-Identifier: Apache-2.0
using Appliance.Probes.Swd;

namespace Appliance.Probes.CmsisDap.Commands;

/// <summary>One transfer of DAP_Transfer.</summary>
/// <param name="Request">The request as on the wire; the specification's byte is its APnDP, RnW, A2 and A3 in bits 0 to 3.</param>
/// <param name="Value">Data of a write.</param>
internal readonly record struct TransferRequest(SwdRequest Request, uint Value)
{
    private const byte MemApCsw = 0x00, MemApTar = 0x04, Identification = 0xF0;

    /// <summary>The transfer request byte.</summary>
    public byte Bits => Encode(Request);

    /// <summary>The transfer request byte of a request.</summary>
    public static byte Encode(SwdRequest request) => (byte)((request.Bits >> 1) & 0xF);

    /// <summary>Whether an AP register may be accessed twice: CSW, TAR and the identification registers, which count nothing up.</summary>
    public static bool IsRepeatable(byte register) => register is MemApCsw or MemApTar or >= Identification;
}
