// SPDX-License-Identifier: Apache-2.0

namespace Appliance.Probes.Jtag;

/// <summary>Accesses in batches: what was taken, what was dropped behind a WAIT, what failed.</summary>
public sealed partial class JtagLink
{
    /// <summary>Idle cycles behind a scan: more where a target answers WAIT, fewer again where it does not.</summary>
    private const int LeastIdle = 2;

    private const int MostIdle = 512;

    /// <summary>Scans of a batch: few where most are dropped. Cancelling is looked at between two batches.</summary>
    private const int FewestScans = 4;

    private const int MostScans = 256;

    /// <summary>The flags of CTRL/STAT that a one clears on JTAG (ARM IHI 0031, B2.2.2).</summary>
    private const uint Clearable = CtrlStat.StickyOrun | CtrlStat.StickyCmp | CtrlStat.StickyErr;

    private int _idle = LeastIdle;
    private int _most = MostScans;

    /// <summary>Gives accesses and tells the result of the last.</summary>
    private uint One(IReadOnlyList<JtagRequest> requests) => Run(requests)[^1];

    /// <summary>Gives accesses until all are done.</summary>
    /// <returns>The results of those that read.</returns>
    private uint[] Run(IReadOnlyList<JtagRequest> requests)
    {
        uint[] results = new uint[requests.Count];
        _transfers += requests.Count;
        bool done = false;
        try
        {
            for (int start = 0; start < results.Length;)
            {
                Cancel.ThrowIfCancellationRequested();
                start += Batch(requests, start, results);
            }

            done = true;
            return results;
        }
        finally
        {
            if (!done) _select = null;
        }
    }

    /// <summary>One batch, the state of the port behind it.</summary>
    /// <returns>How many accesses were taken and are done.</returns>
    private int Batch(IReadOnlyList<JtagRequest> requests, int start, uint[] results)
    {
        int count = Math.Min(_most, requests.Count - start);
        List<JtagRequest> scans = [.. requests.Skip(start).Take(count), JtagRequest.ReadCtrlStat, JtagRequest.Rdbuff];
        JtagAnswer[] answers = Connected().Give(scans, _idle);
        int taken = Array.FindIndex(answers, answer => answer.Ack != JtagAnswer.OkFault);
        for (int i = 1; i <= (taken < 0 ? count : Math.Min(taken - 1, count)); i++) results[start + i - 1] = answers[i].Data;
        if (taken < 0)
        {
            Judge(answers[^1].Data, requests[start + count - 1]);
            (_idle, _most) = (Math.Max(LeastIdle, _idle - ((_idle + 7) / 8)), Math.Min(MostScans, _most * 2));
            return count;
        }

        JtagRequest late = requests[start + Math.Clamp(taken - 1, 0, count - 1)];
        foreach (JtagAnswer answer in answers) Check(answer, late);
        uint result = AfterWait(answers.AsSpan(taken), late);
        if (taken > 0 && taken <= count) results[start + taken - 1] = result;
        Judge(ClearSticky(), late);
        (_idle, _most) = (Math.Min(MostIdle, _idle + (_idle / 4) + 2), Math.Clamp(taken * 2, FewestScans, MostScans));
        return Math.Min(taken, count);
    }

    /// <summary>The result of the access that was waited for: the next scan that was not answered by WAIT brought it out, whatever it asked for itself.</summary>
    private uint AfterWait(ReadOnlySpan<JtagAnswer> answers, JtagRequest late)
    {
        _waits++;
        foreach (JtagAnswer answer in answers)
        {
            if (answer.Ack == JtagAnswer.OkFault) return answer.Data;
        }

        return Await(late);
    }

    /// <summary>Waits for the access that is under way.</summary>
    /// <returns>Its result.</returns>
    private uint Await(JtagRequest late)
    {
        for (TimeSpan start = Clock.Now; ;)
        {
            _waits++;
            Cancel.ThrowIfCancellationRequested();
            JtagAnswer answer = Connected().Give([JtagRequest.Rdbuff], _idle)[0];
            if (answer.Ack == JtagAnswer.OkFault) return answer.Data;
            Check(answer, late);
            if (Clock.Now - start < WaitDeadline) continue;
            Connected().Abort();
            ClearSticky();
            throw Error(DapFault.WaitForever, late, $"the target answered WAIT for {WaitDeadline.TotalMilliseconds:0} ms");
        }
    }

    /// <summary>Clears the sticky flags that were set.</summary>
    /// <returns>CTRL/STAT as it was before.</returns>
    private uint ClearSticky()
    {
        JtagAnswer[] answers = Connected().Give([JtagRequest.ReadCtrlStat, JtagRequest.WriteCtrlStat(_control | Clearable), JtagRequest.Rdbuff], _idle);
        foreach (JtagAnswer answer in answers) Check(answer, JtagRequest.ReadCtrlStat);
        return answers[1].Data;
    }

    private void Abort(uint value)
    {
        if ((value & DpAbort.DapAbort) != 0) Connected().Abort();
        if ((value & DpAbort.ClearSticky) != 0) ClearSticky();
    }

    /// <summary>What CTRL/STAT says of the accesses before it; a flag of an overrun is known already, and cleared with the others.</summary>
    private void Judge(uint status, JtagRequest last)
    {
        bool up = (status & CtrlStat.PowerAcknowledges) == CtrlStat.PowerAcknowledges;
        if (_powered && (status & CtrlStat.PowerAcknowledges) == 0)
        {
            _powered = false;
            throw Error(DapFault.Lost, last, $"the debug port lost its state on the way (CTRL/STAT 0x{status:X8})", status);
        }

        _powered |= up;
        if ((status & (CtrlStat.StickyErr | CtrlStat.StickyCmp)) == 0) return;
        ClearSticky();
        throw Error(DapFault.Fault, last, $"FAULT, CTRL/STAT 0x{status:X8}", status);
    }

    /// <summary>An acknowledge that is none of the two: nobody drives TDO, or the chain is out of step.</summary>
    private void Check(JtagAnswer answer, JtagRequest request)
    {
        if (answer.Ack is JtagAnswer.OkFault or JtagAnswer.Wait) return;
        DapFault fault = answer switch
        {
            { Ack: 7, Data: uint.MaxValue } => DapFault.NoAnswer,
            { Ack: 0, Data: 0 } => DapFault.StuckLow,
            _ => DapFault.Protocol,
        };
        throw Error(fault, request, $"acknowledge 0b{Convert.ToString(answer.Ack, 2).PadLeft(3, '0')}");
    }

    private DapException Error(DapFault fault, JtagRequest request, string what, uint? status = null) => new(
        fault, request.ToString(), $"{Name}: {request}: {what}", status)
    {
        Uncertain = request.IsAp && fault is DapFault.NoAnswer or DapFault.StuckLow or DapFault.Protocol or DapFault.Lost,
    };
}
