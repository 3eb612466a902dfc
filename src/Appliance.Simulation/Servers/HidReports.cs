// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using Appliance.Simulation.CmsisDap;
using Appliance.Simulation.Usb;

namespace Appliance.Simulation.Servers;

/// <summary>
/// The reports of a HID probe over a stream, without report ids. <c>W</c> and a report is one the host writes; <c>R</c> is the host that wants to read
/// one, and is answered by <c>1</c> and the oldest report not yet read, or by <c>0</c> where there is none. So it is known when a host waits.
/// </summary>
internal sealed class HidReports(SimulatedCmsisDap probe, FullSpeedFrames? cable = null) : IByteDevice
{
    private readonly List<byte> _message = [];
    private readonly Queue<(byte[] Bytes, TimeSpan Ready)> _answers = new();

    /// <inheritdoc/>
    public void Connected(IBufferWriter<byte> greeting)
    {
        _message.Clear();
        _answers.Clear();
    }

    /// <inheritdoc/>
    public bool Receive(ReadOnlySpan<byte> bytes, IBufferWriter<byte> answers)
    {
        foreach (var one in bytes)
        {
            if (_message.Count == 0 && one is not ((byte)'W' or (byte)'R'))
                return false;
            if (_message.Count == 0 && one == 'R')
                Read(answers);
            else
                _message.Add(one);
            if (_message.Count == probe.Options.PacketBytes + 1)
                Write();
        }

        return true;
    }

    private void Write()
    {
        var report = _message.GetRange(1, probe.Options.PacketBytes).ToArray();
        _message.Clear();
        probe.Traffic.Sent(report.Length, _answers.Count + 1);
        cable?.Out(report.Length);
        if (probe.Execute(report) is not { } answer)
            return;
        Array.Resize(ref answer, probe.Options.PacketBytes);
        _answers.Enqueue((answer, probe.Clock.Now));
    }

    private void Read(IBufferWriter<byte> answers)
    {
        if (!_answers.TryDequeue(out var answer))
        {
            answers.Write("0"u8);
            return;
        }

        cable?.In(answer.Ready, answer.Bytes.Length);
        answers.Write("1"u8);
        answers.Write(answer.Bytes);
        probe.Traffic.Answered(answer.Bytes.Length);
    }
}
