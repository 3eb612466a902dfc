// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Simulation.Usb;

/// <summary>
/// The time packets take at full speed (USB 2.0, 5.5.3, 5.7.3 and 5.8.4): frames of 1 ms; 19 bulk packets of 64 bytes in each, or of interrupt endpoints one report
/// each way. What the host writes goes out at once where there is room; an answer is fetched no earlier than in the frame after the one it was ready in.
/// The wire of the target rests meanwhile, which is slower than a probe that does both.
/// </summary>
internal sealed class FullSpeedFrames(SimulatedBoard board, bool interrupt)
{
    private const int PacketBytes = 64;
    private const int BulkPacketsInFrame = 19;
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan BulkPacket = Frame / BulkPacketsInFrame;
    private long _outFrame = -1;
    private long _inFrame = -1;

    /// <summary>The host writes.</summary>
    public void Out(int bytes)
    {
        if (interrupt)
            _outFrame = Reach(_outFrame + 1);
        else
            Pass(BulkPacket * Packets(bytes));
    }

    /// <summary>The host fetches what was ready at a time.</summary>
    public void In(TimeSpan ready, int bytes)
    {
        var frame = Of(ready) + 1;
        if (interrupt)
        {
            _inFrame = Math.Max(_inFrame + 1, frame);
            Reach(_inFrame);
            return;
        }

        Reach(frame);
        Pass(BulkPacket * Packets(bytes));
    }

    private static int Packets(int bytes) => Math.Max(1, (bytes + PacketBytes - 1) / PacketBytes);

    private static long Of(TimeSpan time) => time.Ticks / Frame.Ticks;

    /// <summary>Lets time pass until a frame has begun, and tells which it is now.</summary>
    private long Reach(long frame)
    {
        Pass((Frame * frame) - board.Time.Elapsed);
        return Of(board.Time.Elapsed);
    }

    private void Pass(TimeSpan time)
    {
        board.Time.Advance(time);
        board.Driver.Settle();
    }
}
