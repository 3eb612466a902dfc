// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Fus.Mailbox;

/// <summary>System commands for FUS (AN5185 section 5; STM32CubeWB, <c>shci.h</c>, opcode group 0x3F).</summary>
public enum FusOpcode : ushort
{
    /// <summary>FUS_GET_STATE.</summary>
    GetState = 0xFC52,

    /// <summary>FUS_FW_UPGRADE. Its arguments are ignored: FUS looks for an image in user flash.</summary>
    FirmwareUpgrade = 0xFC54,

    /// <summary>FUS_FW_DELETE.</summary>
    FirmwareDelete = 0xFC55,

    /// <summary>FUS_START_WS.</summary>
    StartStack = 0xFC5A,
}
