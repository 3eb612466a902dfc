// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using Appliance.Simulation.CmsisDap;

namespace Appliance.Simulation.Servers;

/// <summary>The reports of a HID probe over a stream: each direction a run of reports of one length, without report ids.</summary>
internal sealed class HidReports(SimulatedCmsisDap probe) : IByteDevice
{
    private readonly List<byte> _report = [];

    /// <inheritdoc/>
    public void Connected() => _report.Clear();

    /// <inheritdoc/>
    public bool Receive(ReadOnlySpan<byte> bytes, IBufferWriter<byte> answers)
    {
        foreach (var one in bytes)
        {
            _report.Add(one);
            if (_report.Count == probe.Options.PacketBytes)
                Take(answers);
        }

        return true;
    }

    private void Take(IBufferWriter<byte> answers)
    {
        probe.Traffic.Sent(_report.Count, 1);
        var answer = probe.Execute(_report.ToArray());
        _report.Clear();
        if (answer is null)
            return;
        Array.Resize(ref answer, probe.Options.PacketBytes);
        answers.Write(answer);
        probe.Traffic.Answered(answer.Length);
    }
}
