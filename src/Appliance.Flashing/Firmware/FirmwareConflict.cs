// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Firmware;

/// <summary>An address that was given two different bytes.</summary>
internal readonly record struct FirmwareConflict(uint Address, byte Before, byte Now);
