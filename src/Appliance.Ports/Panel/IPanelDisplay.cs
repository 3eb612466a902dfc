// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Ports.Panel;

/// <summary>
/// A small display on the operator's panel: pixels only; what is written where is decided above. It may be unplugged and come back at any time.
/// Life cycle: create (touches no device) → <see cref="Show"/> as often as wanted, after a failure too → dispose. Used by one thread at a time.
/// </summary>
public interface IPanelDisplay : IDisposable
{
    /// <summary>Its size.</summary>
    PanelSize Size { get; }

    /// <summary>Shows a frame of this size. Sends what differs from the frame before; may take some 100 ms on a slow bus.</summary>
    /// <param name="frame">What to show; not changed any more.</param>
    /// <param name="anew">Sets the display up and sends everything, as for one that was unplugged meanwhile.</param>
    /// <exception cref="PanelDisplayException">The display does not answer. The next call begins anew by itself.</exception>
    void Show(PanelFrame frame, bool anew);
}

/// <summary>The display does not work.</summary>
public sealed class PanelDisplayException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">One sentence for the page: which display, and what the system said.</param>
    /// <param name="inner">The error below.</param>
    public PanelDisplayException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
