// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Packets;
using Appliance.Probes.CmsisDap;
using Appliance.Simulation;
using Appliance.Simulation.CmsisDap;

namespace Appliance.Probes.Tests.CmsisDap;

/// <summary>A simulated board, a simulated probe on it and a link through the probe.</summary>
internal sealed class ProbeBench : IDisposable
{
    public const uint Ram = 0x2000_0000;
    public const byte Csw = 0x00, Tar = 0x04, Drw = 0x0C;
    public const uint WordsInARow = 0x2300_0012;

    public ProbeBench(SimulatedCmsisDapOptions? options = null, string? fault = null, Func<IPacketPipe, IPacketPipe>? cable = null)
    {
        Board = SimulatedBoard.Create("stm32f103cb", new SimulationOptions { Fault = fault });
        Probe = Board.AttachCmsisDap(options ?? new SimulatedCmsisDapOptions());
        IPacketPipe pipe = Probe.OpenPipe();
        Link = CmsisDapLink.Open(cable?.Invoke(pipe) ?? pipe, new CmsisDapDevice(Probe.Options.Version), Probe.Clock);
    }

    public SimulatedBoard Board { get; }

    public SimulatedCmsisDap Probe { get; }

    public CmsisDapLink Link { get; }

    public static uint[] Words(int count, int seed)
    {
        var random = new Random(seed);
        var words = new uint[count];
        for (int i = 0; i < count; i++) words[i] = (uint)random.NextInt64(1L << 32);
        return words;
    }

    /// <summary>Up to the point where memory can be reached.</summary>
    public ProbeBench Powered()
    {
        Link.Connect(4_000_000);
        DebugPortPower.Up(Link, TimeSpan.FromMilliseconds(100));
        Link.WriteAp(0, Csw, WordsInARow);
        return this;
    }

    public void Dispose() => Link.Dispose();
}
