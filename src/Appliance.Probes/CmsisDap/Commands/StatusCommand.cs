// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.CmsisDap.Commands;

/// <summary>A command answered by one status byte: 0x00 DAP_OK, 0xFF DAP_ERROR.</summary>
internal abstract class StatusCommand : ICommand<bool>
{
    private const byte Ok = 0x00;
    private const byte Error = 0xFF;

    /// <inheritdoc/>
    public abstract byte Id { get; }

    /// <inheritdoc/>
    public abstract int Write(Span<byte> packet);

    /// <inheritdoc/>
    public bool Read(ReadOnlySpan<byte> answer)
    {
        BadAnswerException.ThrowIfShort(answer, 1);
        return answer[0] switch
        {
            Ok => true,
            Error => false,
            var other => throw new BadAnswerException($"0x{other:X2} is no status"),
        };
    }
}
