// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Flashing.Tests.Firmware;

/// <summary>Cannot seek and gives odd numbers of bytes at a time, as an entry of an archive does.</summary>
internal sealed class DribblingStream(byte[] bytes) : MemoryStream(bytes)
{
    private int _reads;

    public override bool CanSeek => false;

    public override int Read(Span<byte> buffer)
    {
        var most = 1 + (_reads++ * 7919 % 1500);
        return base.Read(buffer[..Math.Min(most, buffer.Length)]);
    }
}
