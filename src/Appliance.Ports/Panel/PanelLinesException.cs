// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Panel;

/// <summary>A line of the panel could not be switched or read.</summary>
public sealed class PanelLinesException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which line, and what the system said.</param>
    /// <param name="inner">The error below.</param>
    public PanelLinesException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
