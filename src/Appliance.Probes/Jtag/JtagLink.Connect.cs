// SPDX-License-Identifier: Apache-2.0
using Appliance.Probes.Swd;

namespace Appliance.Probes.Jtag;

/// <summary>From an unknown state of the board to a debug port.</summary>
public sealed partial class JtagLink
{
    /// <inheritdoc/>
    public DapIdentity Connect(int hertz)
    {
        Cancel.ThrowIfCancellationRequested();
        (_port, _select, _powered, _control, _idle, _most) = (null, null, false, 0, LeastIdle, MostScans);
        _transfers = _waits = 0;
        int real = _line.SetFrequency(hertz);
        if (_resetLow) DriveReset(true);
        new JtagBatch(TapState.Unknown).Mode(SwdSequences.ToJtag().Levels).Run(_line);
        JtagChain chain = Find();
        int index = chain.DebugPort(Name);
        _identification = chain.Taps[index].IdCode!.Value;
        _port = new JtagPort(_line, chain, index);
        _select = 0;
        Normalize();
        return new DapIdentity(_identification, $"jtag, TAP {index + 1} of {chain.Taps.Count} ({chain})", real);
    }

    /// <summary>Where nobody answers the supply is looked at, if the wire can.</summary>
    private JtagChain Find()
    {
        try
        {
            return JtagChain.Find(_line, Name);
        }
        catch (DapException absent) when (absent.Fault == DapFault.NoAnswer && _line.Supply is { } supply)
        {
            throw new DapException(absent.Fault, absent.Access, $"{absent.Message}; {supply}", absent.CtrlStat, absent);
        }
    }

    /// <summary>Ends what an earlier tool left under way, and brings SELECT, flags and ORUNDETECT to what the link thinks they are.</summary>
    private void Normalize()
    {
        Connected().Abort();
        JtagAnswer[] answers = Connected().Give([new JtagRequest(false, false, 0x8, 0), JtagRequest.ReadCtrlStat, JtagRequest.Rdbuff], _idle);
        foreach (JtagAnswer answer in answers) Check(answer, JtagRequest.ReadCtrlStat);
        _control = (answers[2].Data & CtrlStat.PowerRequests) | CtrlStat.OrunDetect;
        ClearSticky();
    }
}
