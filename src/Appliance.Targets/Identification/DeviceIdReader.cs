// SPDX-License-Identifier: Apache-2.0
using Appliance.Targets.Adi;
using Appliance.Targets.CortexM;
using Appliance.Targets.Descriptions;

namespace Appliance.Targets.Identification;

/// <summary>Reads DBGMCU_IDCODE and compares its DEV_ID; where it reads 0, asks the ROM table.</summary>
internal sealed class DeviceIdReader(CortexMCore core, ChipDescription chip, WrongChipReport wrong, List<ChipWarning> warnings)
{
    private ChipIdentification Wanted => chip.Identification;

    /// <summary>The whole IDCODE word, null where it reads 0 and that is tolerated.</summary>
    public uint? Read()
    {
        var idCode = core.Memory.ReadWord(Wanted.DeviceIdAddress);
        if (idCode == 0)
        {
            AcceptZero();
            return null;
        }

        Compare(idCode & 0xFFF, "DEV_ID");
        return idCode;
    }

    private void Compare(uint deviceId, string from)
    {
        if (deviceId != Wanted.DeviceId)
            throw wrong.Error($"{from} 0x{Wanted.DeviceId:X3}", $"{from} 0x{deviceId:X3}", wrong.ChipsWith(deviceId));
    }

    /// <summary>Some silicon reads IDCODE as 0 (errata of the F1 lines, debug registers); ST's ROM table carries the same number as its part.</summary>
    private void AcceptZero()
    {
        if (!Wanted.DeviceIdMayReadZero)
        {
            throw new TargetException(TargetFault.UnknownChip, "DBGMCU_IDCODE reads 0, which no chip of this kind does",
                Wanted.DeviceIdAddress, $"DEV_ID 0x{Wanted.DeviceId:X3}", "0");
        }

        var root = RomTable.ReadRoot(core.Memory, core.AccessPort.ReadDebugBase());
        var known = root is { Designer: RomComponent.StMicroelectronics };
        if (known)
            Compare((uint)root!.Part, "ROM table part");
        var witness = known ? $"the ROM table of ST names part 0x{root!.Part:X3}" : "the ROM table does not name a chip of ST either; only the core and the flash-size word speak for it";
        warnings.Add(new ChipWarning(ChipWarning.DeviceId, $"DBGMCU_IDCODE reads 0; {witness}."));
    }
}
