// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Fus;

/// <summary>A wireless stack as far as FUS is concerned: it knows the keys, and gives way to FUS at the second question for its state.</summary>
internal sealed class StackService(Coprocessor cpu)
{
    private readonly KeyStore _keys = new(cpu);
    private bool _askedBefore;

    /// <summary>Takes a system command.</summary>
    public void Take(ushort opcode, byte[] payload) => cpu.AnswerAfter(Coprocessor.Between(1, 4), () => Answer(opcode, payload));

    private void Answer(ushort opcode, byte[] payload)
    {
        if (opcode == FusOpcodes.GetState)
        {
            cpu.Reply(opcode, FusOpcodes.Failed, FusOpcodes.NotRunning);
            if (_askedBefore)
            {
                cpu.SelectFus();
                cpu.After(Coprocessor.Between(1, 5), cpu.ResetChip);
            }

            _askedBefore = true;
            return;
        }

        cpu.Reply(opcode, _keys.Serve(opcode, payload) ?? [FusOpcodes.NotFus]);
    }
}
