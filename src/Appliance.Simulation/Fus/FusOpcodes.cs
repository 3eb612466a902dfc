// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Fus;

/// <summary>System commands for FUS (STM32CubeWB, shci.h), their error codes and statuses.</summary>
internal static class FusOpcodes
{
    public const ushort GetState = 0xFC52;
    public const ushort Upgrade = 0xFC54;
    public const ushort Delete = 0xFC55;
    public const ushort UpdateKey = 0xFC56;
    public const ushort LockKey = 0xFC57;
    public const ushort StoreUserKey = 0xFC58;
    public const ushort LoadUserKey = 0xFC59;
    public const ushort StartStack = 0xFC5A;
    public const ushort LockUserKey = 0xFC5D;
    public const ushort UnloadUserKey = 0xFC5E;
    public const ushort AntiRollback = 0xFC5F;

    public const byte Done = 0;
    public const byte Refused = 1;
    public const byte Unsupported = 0x11;
    public const byte BadParameters = 0x12;
    public const byte NotFus = 0xFF;

    public const byte Failed = 0xFF;
    public const byte NoImage = 0x01;
    public const byte Corrupt = 0x02;
    public const byte NotAuthentic = 0x03;
    public const byte NoSpace = 0x04;
    public const byte Aborted = 0x05;
    public const byte NoSignature = 0x08;
    public const byte KeyLocked = 0x0A;
    public const byte Rollback = 0x11;
    public const byte NotRunning = 0xFE;
    public const byte Unknown = 0xFF;
}
