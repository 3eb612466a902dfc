// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Wires;
using Appliance.Targets;
using Appliance.Targets.Descriptions;

namespace Appliance.Flashing.Algorithms;

/// <summary>What a flash algorithm works with: the memory of a halted core, target time, and one bank of flash.</summary>
/// <param name="Memory">Memory of the core that is halted.</param>
/// <param name="Clock">Target time, for deadlines.</param>
/// <param name="Bank">The bank and its controller.</param>
/// <param name="Warnings">Where trouble that was overcome goes.</param>
internal sealed record FlashContext(IMemory Memory, ITargetClock Clock, FlashBank Bank, WarningLog Warnings);
