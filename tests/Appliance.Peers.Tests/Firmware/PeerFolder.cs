// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Firmware;

namespace Appliance.Peers.Tests.Firmware;

/// <summary>A folder of its own for one test, with the peers run in it.</summary>
internal sealed class PeerFolder : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly string _path = Directory.CreateTempSubdirectory("appliance-firmware-").FullName;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    public string PathOf(string name) => Path.Combine(_path, name);

    public void Write(string name, string text) => File.WriteAllText(Path.Combine(_path, name), text);

    public void Write(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(_path, name), bytes);

    /// <summary>Runs a command line of words without spaces.</summary>
    public PeerResult TryRun(string commandLine)
    {
        var words = commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return PeerProcess.Run(words[0], words[1..], Timeout, _path);
    }

    public void Run(string commandLine) => TryRun(commandLine).MustSucceed();

    public FirmwareImage Read(string name, uint? baseAddress = null)
    {
        using var stream = File.OpenRead(Path.Combine(_path, name));
        return FirmwareReader.Read(stream, new FirmwareReadOptions { FileName = name, BaseAddress = baseAddress });
    }
}
