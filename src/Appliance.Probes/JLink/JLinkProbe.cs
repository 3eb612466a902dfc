// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using Appliance.Ports.Packets;
using Appliance.Ports.Wires;
using Appliance.Probes.Jtag;
using Appliance.Probes.Swd;

namespace Appliance.Probes.JLink;

/// <summary>
/// A J-Link, used for what all of them and their clones can do: raw bits on SWD or JTAG, nRESET, the clock, the voltage of the target. Acknowledges, WAIT and parity
/// are the affair of the link above. Sources: SEGGER RM08001; what libjaylink, OpenOCD and probe-rs ask for.
/// </summary>
public sealed class JLinkProbe : IDisposable
{
    /// <summary>The first hardware whose shifts end with a status (OpenOCD <c>jlink.c</c>).</summary>
    private const int FirstWithStatus = 5;
    private const byte AskAvailable = 0xFF;
    private const byte RegisterVerb = 0x64, UnregisterVerb = 0x65; // libjaylink device.c
    private const int RegisterAnswer = 0x4C, RegisterHeader = 8, MostRegistered = 0x200;

    private readonly IPacketPipe _pipe;
    private readonly JLinkExchange _exchange;
    private readonly JLinkIdentity _identity;
    private readonly ITargetClock _clock;
    private byte[]? _registration;
    private bool _shiftsByThree;
    private bool _resetLow;
    private bool _disposed;

    private JLinkProbe(IPacketPipe pipe, ITargetClock clock, WireFeatures surroundings)
    {
        (_pipe, _clock, Surroundings) = (pipe, clock, surroundings);
        _exchange = new JLinkExchange(pipe);
        _identity = JLinkIdentity.Read(_exchange);
        Name = _identity.Firmware.Length == 0 ? pipe.Name : $"{pipe.Name}, {_identity.Firmware}";
    }

    /// <summary>What the record calls it: model, socket, serial, firmware.</summary>
    public string Name { get; }

    internal ITargetClock Clock => _clock;

    internal WireFeatures Surroundings { get; }

    /// <summary>Bits of one shift.</summary>
    internal int MostBits => _identity.ShiftBytes * 8;

    /// <summary>Asks the probe who it is and makes a link over it. Owns the pipe from then on, also when it fails.</summary>
    /// <param name="pipe">The probe's bulk endpoints.</param>
    /// <param name="clock">The clock of the target.</param>
    /// <param name="surroundings"><see cref="WireFeatures.Simulated"/> where it holds.</param>
    /// <param name="jtag">JTAG and not SWD.</param>
    /// <exception cref="WireException">The probe does not answer, or cannot do this interface: the message says what it is.</exception>
    public static IDapLink Open(IPacketPipe pipe, ITargetClock clock, WireFeatures surroundings = WireFeatures.None, bool jtag = false)
    {
        try
        {
            var probe = new JLinkProbe(pipe, clock, surroundings);
            probe.Register();
            probe.Select(jtag ? JLinkInterface.Jtag : JLinkInterface.Swd);
            return jtag ? new JtagLink(new JLinkJtagLine(probe)) : new SwdLink(new JLinkSwdLine(probe));
        }
        catch
        {
            pipe.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        try
        {
            if (_exchange.IsBroken) return;
            if (_resetLow) DriveReset(false);
            if (_registration is { } who) _exchange.Ask([(byte)JLinkCommand.Register, UnregisterVerb, .. who], RegisterAnswer);
        }
        catch (WireException)
        {
            // The probe is gone: there is nothing left to release.
        }
        finally
        {
            _pipe.Dispose();
        }
    }

    internal int SetFrequency(int hertz)
    {
        int really = _identity.SpeedFor(hertz);
        byte[] command = [(byte)JLinkCommand.SetSpeed, 0, 0];
        BinaryPrimitives.WriteUInt16LittleEndian(command.AsSpan(1), (ushort)Math.Min(really / 1000, 0xFFFE)); // 0xFFFF asks for adaptive clocking
        _exchange.Send(command);
        return really;
    }

    internal void DriveReset(bool low)
    {
        _exchange.Send([(byte)(low ? JLinkCommand.ResetLow : JLinkCommand.ResetHigh)]);
        _resetLow = low;
    }

    internal void DriveTestReset(bool low) => _exchange.Send([(byte)(low ? JLinkCommand.TestResetLow : JLinkCommand.TestResetHigh)]);

    internal JLinkState ReadState() => JLinkState.Read(_exchange.Ask([(byte)JLinkCommand.State], JLinkState.Bytes));

    /// <summary>Shifts bits: two for each, direction and data on SWD, TMS and TDI on JTAG.</summary>
    /// <param name="first">Direction, or TMS; the first bit is the lowest of the first byte.</param>
    /// <param name="second">Data, or TDI.</param>
    /// <param name="bits">How many, at most <see cref="MostBits"/>.</param>
    /// <returns>What was sampled, good until the next call.</returns>
    internal ReadOnlySpan<byte> Shift(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, int bits)
    {
        int bytes = (bits + 7) / 8;
        bool status = _shiftsByThree;
        byte[] command = [(byte)(status ? JLinkCommand.Shift3 : JLinkCommand.JtagShift2), 0, (byte)bits, (byte)(bits >> 8), .. first[..bytes], .. second[..bytes]];
        ReadOnlySpan<byte> answer = _exchange.Ask(command, bytes + (status ? 1 : 0));
        if (status && answer[bytes] != 0) throw _exchange.Break($"it did not shift {bits} bits (status 0x{answer[bytes]:X2})", null);
        return answer[..bytes];
    }

    /// <summary>Chooses SWD or JTAG. What has no such choice is an old one, and has JTAG.</summary>
    private void Select(JLinkInterface wanted)
    {
        _shiftsByThree = wanted == JLinkInterface.Swd || _identity.Major >= FirstWithStatus;
        bool chooses = _identity.Capabilities.HasFlag(JLinkCapabilities.SelectInterface);
        uint there = chooses ? _exchange.AskWord((byte)JLinkCommand.SelectInterface, AskAvailable) : 1u << (int)JLinkInterface.Jtag;
        if ((there >> (int)wanted & 1) == 0) throw new WireException(Name, $"this J-Link has no {wanted.ToString().ToUpperInvariant()}; use another probe, or the other interface");
        if (chooses) _exchange.AskWord((byte)JLinkCommand.SelectInterface, (byte)wanted);
    }

    /// <summary>Newer firmware, and that of boards and clones, wants to know its hosts before it does anything with the target.</summary>
    private void Register()
    {
        if (!_identity.Capabilities.HasFlag(JLinkCapabilities.Register)) return;
        byte[] who = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]; // process, host, interface, connection, handle: no one in particular
        ReadOnlySpan<byte> answer = _exchange.Ask([(byte)JLinkCommand.Register, RegisterVerb, .. who], RegisterAnswer);
        ushort handle = BinaryPrimitives.ReadUInt16LittleEndian(answer);
        int length = RegisterHeader + (BinaryPrimitives.ReadUInt16LittleEndian(answer[2..]) * BinaryPrimitives.ReadUInt16LittleEndian(answer[4..]))
            + BinaryPrimitives.ReadUInt16LittleEndian(answer[6..]);
        if (length > MostRegistered || handle == 0) throw _exchange.Break($"it does not register its host (handle {handle}, {length} bytes)", null);
        if (length > RegisterAnswer) _exchange.Receive(length - RegisterAnswer);
        BinaryPrimitives.WriteUInt16LittleEndian(who.AsSpan(10), handle);
        _registration = who;
    }
}
