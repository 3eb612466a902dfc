// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Targets.Tests.Fakes;

/// <summary>What is behind the fake AP. Values are right-aligned; a refused access throws <see cref="BusFault"/>.</summary>
internal interface IFakeBus
{
    uint Read(uint address, int bytes);

    void Write(uint address, int bytes, uint value);
}

/// <summary>The bus answered with an error.</summary>
internal sealed class BusFault : Exception;

/// <summary>The bus never answers.</summary>
internal sealed class BusHang : Exception;
