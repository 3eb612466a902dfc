// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Probes.CmsisDap.Commands;

/// <summary>One command of the CMSIS-DAP specification and its answer.</summary>
/// <typeparam name="T">What the answer says.</typeparam>
internal interface ICommand<out T>
{
    /// <summary>The first byte of the command and of its answer, of <see cref="CommandId"/>.</summary>
    byte Id { get; }

    /// <summary>Writes the command, id byte first.</summary>
    /// <returns>Bytes written.</returns>
    int Write(Span<byte> packet);

    /// <summary>Reads the answer.</summary>
    /// <param name="answer">Its bytes after the id byte, padding of a report included.</param>
    /// <exception cref="BadAnswerException">It is none.</exception>
    T Read(ReadOnlySpan<byte> answer);
}

/// <summary>A probe's answer does not fit its command: the two sides are out of step, and nothing in it may be believed.</summary>
/// <param name="message">What is wrong with it.</param>
internal sealed class BadAnswerException(string message) : Exception(message)
{
    /// <summary>Throws unless the answer is at least so long.</summary>
    public static void ThrowIfShort(ReadOnlySpan<byte> answer, int bytes)
    {
        if (answer.Length < bytes) throw new BadAnswerException($"its answer has {answer.Length + 1} bytes of {bytes + 1}");
    }
}
