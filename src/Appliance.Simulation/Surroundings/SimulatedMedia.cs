// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Media;

namespace Appliance.Simulation.Surroundings;

/// <summary>Sockets into which a program plugs sticks. Safe to use from several threads.</summary>
public sealed class SimulatedMedia : IMedia
{
    private readonly Lock _gate = new();
    private readonly List<SimulatedStick> _present = [];

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public IReadOnlyList<IMedium> Present()
    {
        lock (_gate)
            return [.. _present];
    }

    /// <summary>A stick is plugged in.</summary>
    public void Plug(SimulatedStick stick)
    {
        stick.Plugged(() => Pull(stick));
        lock (_gate)
            _present.Add(stick);
        Changed?.Invoke();
    }

    /// <summary>A stick is pulled out, whatever is being done with it.</summary>
    public void Pull(SimulatedStick stick)
    {
        lock (_gate)
        {
            if (!_present.Remove(stick))
                return;
        }

        stick.Pulled();
        Changed?.Invoke();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
