// SPDX-License-Identifier: Apache-2.0

namespace Appliance.Simulation.Fus;

/// <summary>FUS: its commands (AN5185; STM32CubeWB, shci.h), and what becomes of an operation that is cut.</summary>
internal sealed class FusService
{
    private const int AuthenticationKeyPayload = 65;
    private readonly Coprocessor _cpu;
    private readonly FusOperations _operations;
    private KeyStore _keys;

    public FusService(Coprocessor cpu, bool scansDown)
    {
        (_cpu, _operations, _keys) = (cpu, new FusOperations(cpu, scansDown), new KeyStore(cpu));
    }

    /// <summary>Told of the state of each stage that begins.</summary>
    public Action<byte>? StageBegun { get; set; }

    private FusMemory Memory => _cpu.Memory;

    /// <summary>A stack that is there from the start.</summary>
    public void Preinstall(ReadOnlySpan<byte> image) => _operations.Preinstall(image);

    /// <summary>Takes a command. While something is installed the mailbox can stay busy for seconds.</summary>
    public void Take(ushort opcode, byte[] payload)
    {
        if (opcode == FusOpcodes.GetState)
            _cpu.NoteAsked();
        var time = Memory.Job is null ? Coprocessor.Between(0, 2) : Coprocessor.Between(5, 900);
        _cpu.AnswerAfter(time, () => Answer(opcode, payload));
    }

    /// <summary>FUS has started: it goes on with what is under way.</summary>
    public void GoOn()
    {
        _keys = new KeyStore(_cpu);
        if (Memory.Job is { } job)
            Run(job);
    }

    /// <summary>A reset that FUS did not make came in the middle of an operation.</summary>
    public void Interrupted(FusJob job)
    {
        if (job.Stage.Risk != StageRisk.None && !Memory.IsBefore(Release.V2_0_0))
            return;
        Memory.Job = null;
        if (job.Stage.Risk == StageRisk.Options)
        {
            _cpu.SelectSafeboot();
            return;
        }

        Memory.Error = FusOpcodes.Aborted;
        if (job.Stage.Risk == StageRisk.Flash)
            _operations.LoseStack();
    }

    /// <summary>Safeboot runs: from FUS 1.1.0 on the part goes back to how it was delivered, before it stays locked for good.</summary>
    public void Recover()
    {
        if (Memory.Safeboot >= Release.V1_1_0)
            _cpu.After(Coprocessor.Between(500, 3000), _operations.FactoryReset);
    }

    private void Answer(ushort opcode, byte[] payload)
    {
        if (opcode == FusOpcodes.GetState)
        {
            _cpu.Reply(opcode, State());
            return;
        }

        if (Memory.Job is not null)
        {
            _cpu.Reply(opcode, FusOpcodes.Refused);
            return;
        }

        var answer = _keys.Serve(opcode, payload) ?? Serve(opcode, payload);
        if (answer is null)
            _cpu.Reply(0x00FE, FusOpcodes.NotRunning);
        else
            _cpu.Reply(opcode, answer);
    }

    private byte[] State()
    {
        if (Memory.Virgin)
            return [FusOpcodes.Failed, FusOpcodes.Unknown];
        if (Memory.Job is { } job)
            return job.IsLast ? [FusOpcodes.Failed] : [job.Stage.State, 0];
        var error = Memory.Error;
        Memory.Error = 0;
        if (error == FusOpcodes.Rollback)
            return [0x10, error];
        if (error != 0)
            return [FusOpcodes.Failed, error];
        return _cpu.Dice.Between(0, 3) == 0 ? [0] : [0, 0];
    }

    /// <summary>Commands of FUS alone; null for one it does not know.</summary>
    private byte[]? Serve(ushort opcode, byte[] payload) => opcode switch
    {
        FusOpcodes.Upgrade => Begin(_operations.Upgrade()),
        FusOpcodes.Delete => Memory.Stack == 0 ? Refuse(FusOpcodes.NoImage) : Begin(_operations.Delete()),
        FusOpcodes.StartStack => Memory.Stack == 0 ? Refuse(FusOpcodes.NoImage) : StartStack(),
        FusOpcodes.AntiRollback => AntiRollback(),
        FusOpcodes.UpdateKey => UpdateKey(payload),
        FusOpcodes.LockKey => LockKey(),
        _ => null,
    };

    private byte[] Refuse(byte error)
    {
        Memory.Error = error;
        return [FusOpcodes.Refused];
    }

    private byte[] Begin(FusJob? job)
    {
        if (job is null)
            return Refuse(FusOpcodes.NoImage);
        Memory.Job = job;
        Run(job);
        return [FusOpcodes.Done];
    }

    private byte[] StartStack()
    {
        _cpu.SelectStack();
        _cpu.After(Coprocessor.Between(20, 40), _cpu.ResetChip);
        return [FusOpcodes.Done];
    }

    private byte[] AntiRollback()
    {
        if (Memory.IsBefore(Release.V1_1_0))
            return [FusOpcodes.Unsupported];
        Memory.Oldest = Memory.Stack == 0 ? uint.MaxValue : Memory.Stack;
        return [FusOpcodes.Done];
    }

    private byte[] UpdateKey(byte[] payload)
    {
        if (payload.Length != AuthenticationKeyPayload)
            return [FusOpcodes.BadParameters];
        return Memory.KeyLocked ? Refuse(FusOpcodes.KeyLocked) : [FusOpcodes.Done];
    }

    private byte[] LockKey()
    {
        Memory.KeyLocked = true;
        return [FusOpcodes.Done];
    }

    private void Run(FusJob job)
    {
        StageBegun?.Invoke(job.Stage.State);
        _cpu.After(job.Stage.Time, () => Finish(job));
    }

    private void Finish(FusJob job)
    {
        var resets = job.Stage.Resets;
        job.Stage.Effect();
        if (!ReferenceEquals(Memory.Job, job))
            return;
        if (!job.Next())
            Memory.Job = null;
        if (resets)
            _cpu.ResetChip();
        else if (Memory.Job is not null)
            Run(job);
    }
}
