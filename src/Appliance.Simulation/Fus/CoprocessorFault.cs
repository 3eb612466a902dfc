// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Fus;

/// <summary>What can go wrong with the coprocessor of a simulated STM32WB, at any moment.</summary>
public enum CoprocessorFault
{
    /// <summary>A flash word of FUS has a double bit error: nothing runs on the coprocessor any more.</summary>
    FlashEcc,

    /// <summary>The flag of the command channel is never cleared.</summary>
    MailboxHangs,

    /// <summary>IPCCDBA is not 0 from the next load of option bytes on.</summary>
    MailboxMoved,

    /// <summary>ESE is 0 from the next load of option bytes on.</summary>
    SecurityOff,

    /// <summary>Read protection of level 1 from the next load of option bytes on.</summary>
    ReadProtected,

    /// <summary>Somebody halts the application core.</summary>
    CoreHalted,

    /// <summary>The next option bytes that are stored are lost.</summary>
    OptionStoreLost,

    /// <summary>The boot loader in ROM does not start.</summary>
    RomStalls,

    /// <summary>The coprocessor starts where nothing is.</summary>
    BootAddressLost,
}
