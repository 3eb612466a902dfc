// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.BootLoaders.Usart;

/// <summary>
/// Command codes of the boot loader (AN3155 rev. 14, table 2; the no-stretch ones, which only say BUSY while they work, AN4221 table 2). What a boot loader really has,
/// it tells in the answer to <see cref="Get"/>.
/// </summary>
internal enum UsartCommand : byte
{
    Get = 0x00,
    GetVersion = 0x01,
    GetId = 0x02,
    ReadMemory = 0x11,
    Go = 0x21,
    WriteMemory = 0x31,
    NoStretchWriteMemory = 0x32,
    Erase = 0x43,
    ExtendedErase = 0x44,
    NoStretchErase = 0x45,
    WriteProtect = 0x63,
    NoStretchWriteProtect = 0x64,
    WriteUnprotect = 0x73,
    NoStretchWriteUnprotect = 0x74,
    ReadoutProtect = 0x82,
    NoStretchReadoutProtect = 0x83,
    ReadoutUnprotect = 0x92,
    NoStretchReadoutUnprotect = 0x93,
}
