// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Wires;

/// <summary>The wire itself failed: the device is gone, the connection broke, a feature is absent. Says nothing about the target.</summary>
public sealed class WireException : Exception
{
    /// <summary>Creates the exception for one wire.</summary>
    /// <param name="wire">Name of the wire.</param>
    /// <param name="message">What failed, in words.</param>
    /// <param name="inner">The error below, where there is one.</param>
    public WireException(string wire, string message, Exception? inner = null)
        : base($"{wire}: {message}", inner) => Wire = wire;

    /// <summary>Name of the wire that failed.</summary>
    public string Wire { get; }
}
