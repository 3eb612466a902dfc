// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.CmsisDap.Commands;

/// <summary>The first byte of a command and of its answer (CMSIS-DAP specification, "CMSIS-DAP Commands").</summary>
internal static class CommandId
{
    public const byte Info = 0x00;
    public const byte HostStatus = 0x01;
    public const byte Connect = 0x02;
    public const byte Disconnect = 0x03;
    public const byte TransferConfigure = 0x04;
    public const byte Transfer = 0x05;
    public const byte TransferBlock = 0x06;
    public const byte WriteAbort = 0x08;
    public const byte SwjPins = 0x10;
    public const byte SwjClock = 0x11;
    public const byte SwjSequence = 0x12;
    public const byte SwdConfigure = 0x13;
    public const byte JtagSequence = 0x14;

    /// <summary>The whole answer to a command the probe does not know.</summary>
    public const byte Unknown = 0xFF;
}
