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

    /// <summary>FUS_UPDATE_AUTH_KEY: 64, then the customer's public key of 64 bytes.</summary>
    UpdateCustomerKey = 0xFC56,

    /// <summary>FUS_LOCK_AUTH_KEY.</summary>
    LockCustomerKey = 0xFC57,

    /// <summary>FUS_STORE_USR_KEY: kind, length, key, and the vector of an encrypted one. Answers with the key's index.</summary>
    StoreUserKey = 0xFC58,

    /// <summary>FUS_LOAD_USR_KEY: an index; the key goes into AES1.</summary>
    LoadUserKey = 0xFC59,

    /// <summary>FUS_START_WS.</summary>
    StartStack = 0xFC5A,

    /// <summary>FUS_LOCK_USR_KEY: an index; until the next reset.</summary>
    LockUserKey = 0xFC5D,

    /// <summary>FUS_UNLOAD_USR_KEY: an index.</summary>
    UnloadUserKey = 0xFC5E,

    /// <summary>FUS_ACTIVATE_ANTIROLLBACK.</summary>
    AntiRollback = 0xFC5F,
}
