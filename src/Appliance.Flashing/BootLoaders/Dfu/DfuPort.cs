// SPDX-License-Identifier: Apache-2.0
using Appliance.Ports.Usb;
using Appliance.Ports.Wires;

namespace Appliance.Flashing.BootLoaders.Dfu;

/// <summary>The requests of DFU 1.1, section 3, with the errors of USB told apart, and the waits that the device asks for (AN3156, sections 4 and 5).</summary>
internal sealed class DfuPort(IUsbLink link, byte number, ITargetClock clock, string name)
{
    private const byte ToInterface = 0x21;
    private const byte FromInterface = 0xA1;
    private const byte SetInterface = 0x0B; // USB 2.0, table 9-4
    private const byte Download = 1, Upload = 2, GetStatus = 3, ClearStatus = 4, Abort = 6;

    /// <summary>Errors cleared and transfers ended before a device counts as one that does not get idle.</summary>
    private const int MostSteps = 8;

    /// <summary>A device may take its time to answer: F745 needs up to 5 s for one status (fwupd, pull request 1944).</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(6);

    /// <summary>What is asked again while the device says nothing of how long it is busy.</summary>
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(1);

    /// <summary>Chooses a memory.</summary>
    public void Alternate(byte setting) => Control(new UsbSetup(1, SetInterface, setting, number), [], "choosing a memory");

    /// <summary>Asks for the status.</summary>
    public DfuStatus Status()
    {
        var answer = new byte[DfuStatus.Bytes];
        var count = Control(new UsbSetup(FromInterface, GetStatus, 0, number), answer, "asking for the status");
        return DfuStatus.Parse(answer.AsSpan(0, count))
            ?? throw new BootLoaderException(BootFault.Garbled, name, "The status is none.", null, "6 bytes with a known state", Convert.ToHexStringLower(answer.AsSpan(0, count)));
    }

    /// <summary>Brings the device to dfuIDLE, whatever it was left in.</summary>
    public void GetIdle()
    {
        for (var step = 0; step < MostSteps; step++)
        {
            var status = Status();
            switch (status.State)
            {
                case DfuState.Idle:
                    return;
                case DfuState.Error:
                    Control(new UsbSetup(ToInterface, ClearStatus, 0, number), [], "clearing an error");
                    break;
                case DfuState.DownloadIdle or DfuState.UploadIdle or DfuState.DownloadSync:
                    Control(new UsbSetup(ToInterface, Abort, 0, number), [], "ending a transfer");
                    break;
                default:
                    clock.Delay(Longer(status.PollTimeout), CancellationToken.None);
                    break;
            }
        }

        throw new BootLoaderException(BootFault.NoAnswer, name, "The boot loader does not get idle.", null, "dfuIDLE", Status().ToString());
    }

    /// <summary>Sends a block and waits until the device has done what it asks for; it begins when it is asked for its status.</summary>
    /// <param name="block">wBlockNum: 0 for a command, 2 for data at the address pointer.</param>
    /// <param name="data">The block.</param>
    /// <param name="limit">Longest time the device may take.</param>
    /// <param name="what">What is done, for messages.</param>
    /// <param name="address">Address concerned.</param>
    /// <param name="cancel">Looked at before it begins.</param>
    public void Do(ushort block, ReadOnlySpan<byte> data, TimeSpan limit, string what, uint? address, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        Send(block, data, what, address);
        var deadline = clock.Now + limit;
        while (true)
        {
            var status = Status();
            if (status.Status != 0 || status.State == DfuState.Error) throw Refusal(status, what, address);
            if (status.State == DfuState.DownloadIdle) return;
            if (status.State is not (DfuState.DownloadBusy or DfuState.DownloadSync))
                throw new BootLoaderException(BootFault.Garbled, name, $"While {what} the device is in a state that does not follow.", address, "dfuDNBUSY or dfuDNLOAD-IDLE", status.ToString());
            if (clock.Now >= deadline)
                throw new BootLoaderException(BootFault.NoAnswer, name, $"{what} does not come to an end.", address, "dfuDNLOAD-IDLE", $"busy for {limit.TotalSeconds:0.###} s");
            var left = deadline - clock.Now;
            var wait = Longer(status.PollTimeout);
            clock.Delay(wait < left ? wait : left, cancel);
        }
    }

    /// <summary>Sends a block without asking what became of it.</summary>
    public void Send(ushort block, ReadOnlySpan<byte> data, string what, uint? address) =>
        Control(new UsbSetup(ToInterface, Download, block, number), data.ToArray(), what, address);

    /// <summary>Fetches a block; all of it.</summary>
    public void Fetch(ushort block, Span<byte> data, string what, uint address)
    {
        int count;
        try
        {
            count = Control(new UsbSetup(FromInterface, Upload, block, number), data, what, address);
        }
        catch (BootLoaderException refused) when (refused.Fault == BootFault.Refused)
        {
            throw Refusal(Status(), what, address);
        }

        if (count != data.Length)
            throw new BootLoaderException(BootFault.Garbled, name, $"While {what} the device sent too little.", address, $"{data.Length} bytes", $"{count} bytes");
    }

    private static TimeSpan Longer(TimeSpan poll) => poll < ShortestPoll ? ShortestPoll : poll;

    private BootLoaderException Refusal(DfuStatus status, string what, uint? address) => new(
        status.Status == DfuStatus.ErrorVendor ? BootFault.ReadProtected : BootFault.Refused, name,
        status.Status == DfuStatus.ErrorVendor ? $"The chip is read-protected: {what} was refused." : $"The boot loader refused {what}.", address, "OK", status.ToString());

    private int Control(UsbSetup setup, Span<byte> data, string what, uint? address = null)
    {
        try
        {
            return link.Control(setup, data, Limit);
        }
        catch (UsbException silent) when (silent.Fault == UsbFault.Timeout)
        {
            throw new BootLoaderException(BootFault.NoAnswer, name, $"While {what} the device did not answer.", address, "an answer", $"none for {Limit.TotalSeconds:0} s", silent);
        }
        catch (UsbException stalled) when (stalled.Fault == UsbFault.Stall)
        {
            throw new BootLoaderException(BootFault.Refused, name, $"While {what} the device stalled.", address, "an answer", "stall", stalled);
        }
        catch (UsbException broken)
        {
            throw new WireException(name, broken.Message, broken);
        }
    }
}
