// SPDX-License-Identifier: Apache-2.0
using Appliance.Adapters.Contracts;
using Appliance.Platform.Media;
using Appliance.Platform.Tests.Files;
using Appliance.Ports.Media;
using Appliance.Simulation.Surroundings;

namespace Appliance.Platform.Tests.Media;

public sealed class SimulatedMediaTests : MediaContract
{
    protected override IMediaBench Open() => new Bench();

    private sealed class Bench : IMediaBench
    {
        private readonly SimulatedMedia _media = new();
        private SimulatedStick _stick = new();

        public IMedia Media => _media;

        public void Plug(IReadOnlyDictionary<string, byte[]> files, bool writeProtected)
        {
            _stick = new SimulatedStick { WriteProtected = writeProtected };
            foreach (var (path, bytes) in files) _stick.With(path, bytes);
            _media.Plug(_stick);
        }

        public void PlugRefused(string reason) => _media.Plug(_stick = new SimulatedStick { Refusal = reason });

        public void Pull() => _media.Pull(_stick);

        public byte[] Written(string name)
        {
            using var stream = new MemoryStream();
            _stick.Written.OpenRead(name)!.CopyTo(stream);
            return stream.ToArray();
        }

        public void Dispose() => _media.Dispose();
    }
}

/// <summary>A folder as <c>systemd/appliance-stick</c> keeps it; a thread of the test does what root's units do.</summary>
public sealed class LinuxMediaTests : MediaContract
{
    [Fact]
    public void Links_AreNeitherListedNorFollowed()
    {
        using var bench = new Bench();
        bench.Plug(new Dictionary<string, byte[]> { ["real/a"] = [1] }, writeProtected: false);
        File.WriteAllText(bench.At("secret"), "secret");
        File.CreateSymbolicLink(bench.At("sticks/sda1/read/link"), bench.At("secret"));
        Directory.CreateSymbolicLink(bench.At("sticks/sda1/read/folder"), bench.At("sticks/sda1/read/real"));
        Assert.True(SpinWait.SpinUntil(() => bench.Media.Present().Count == 1, TimeSpan.FromSeconds(60)));
        var stick = bench.Media.Present()[0];
        Assert.Equal(["real"], stick.List("", 10).Select(entry => entry.Name));
        Assert.Null(stick.Length("link"));
        Assert.Null(stick.Length("folder/a"));
        Assert.Null(stick.Length("../../secret"));
        Assert.ThrowsAny<IOException>(() => stick.OpenRead("link"));
    }

    [Fact]
    public void FolderThatComesLater_IsFound()
    {
        using var bench = new Bench();
        Assert.Empty(bench.Media.Present());
        bench.Plug(new Dictionary<string, byte[]> { ["a"] = [1] }, writeProtected: false);
        Assert.True(SpinWait.SpinUntil(() => bench.Media.Present().Count == 1, TimeSpan.FromSeconds(60)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("state reading\n")]
    [InlineData("garbage")]
    [InlineData("state working\nplug 1\nlabel X\nreason \n")]
    public void NoteThatIsNotWhole_IsNoStick(string note)
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.At("sda1.stick"), note);
        using var media = new LinuxMedia(temporary.Path, null, TimeProvider.System);
        Assert.Empty(media.Present());
    }

    [Fact]
    public void NobodyGrantsWriting_IsTold()
    {
        using var temporary = new TemporaryFolder();
        Directory.CreateDirectory(temporary.At("sda1/read"));
        File.WriteAllText(temporary.At("sda1.stick"), "state reading\nplug 1\nlabel A LABEL\nreason \n");
        using var media = new LinuxMedia(temporary.Path, null, TimeProvider.System);
        var stick = Assert.Single(media.Present());
        Assert.Equal("A LABEL", stick.Label);
        Assert.Equal(MediumFault.NotWritable, Assert.Throws<MediumException>(() => stick.BeginWriting(CancellationToken.None)).Fault);
    }

    protected override IMediaBench Open() => new Bench();

    private sealed class Bench : IMediaBench
    {
        private readonly TemporaryFolder _temporary = new();
        private readonly LinuxMedia _media;
        private readonly CancellationTokenSource _stop = new();
        private readonly Thread _root;
        private volatile bool _protected;
        private int _plugs;

        public Bench()
        {
            _media = new LinuxMedia(At("sticks"), At("write-stick"), TimeProvider.System);
            _root = new Thread(Root) { IsBackground = true };
            _root.Start();
        }

        public IMedia Media => _media;

        public string At(string name) => _temporary.At(name);

        public void Plug(IReadOnlyDictionary<string, byte[]> files, bool writeProtected)
        {
            _protected = writeProtected;
            foreach (var (path, bytes) in files)
            {
                var file = At("sticks/sda1/read/" + path);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllBytes(file, bytes);
            }

            _plugs++;
            Note("reading");
        }

        public void PlugRefused(string reason)
        {
            _plugs++;
            Note("refused", reason);
        }

        public void Pull()
        {
            File.Delete(At("sticks/sda1.stick"));
            Directory.Delete(At("sticks/sda1"), recursive: true);
        }

        public byte[] Written(string name) => File.ReadAllBytes(At("written/" + name));

        public void Dispose()
        {
            _stop.Cancel();
            _root.Join();
            _media.Dispose();
            _stop.Dispose();
            _temporary.Dispose();
        }

        private void Note(string state, string reason = "")
        {
            Directory.CreateDirectory(At("sticks"));
            File.WriteAllText(At("sticks/.new"), $"state {state}\nplug {_plugs}\nlabel STICK\nreason {reason}\n");
            File.Move(At("sticks/.new"), At("sticks/sda1.stick"), overwrite: true);
        }

        /// <summary>The writing unit: grants what is asked for, and ends it when the wish is taken back.</summary>
        private void Root()
        {
            var request = At("write-stick/sda1");
            while (!_stop.IsCancellationRequested)
            {
                if (!SpinWait.SpinUntil(() => File.Exists(request) || _stop.IsCancellationRequested, 1000) || _stop.IsCancellationRequested) continue;
                if (_protected)
                {
                    Note("protected");
                }
                else
                {
                    Directory.Delete(At("sticks/sda1/read"), recursive: true);
                    Directory.CreateDirectory(At("sticks/sda1/write"));
                    Note("writing");
                }

                SpinWait.SpinUntil(() => !File.Exists(request) || _stop.IsCancellationRequested);
                if (_protected || _stop.IsCancellationRequested) continue;
                Directory.Move(At("sticks/sda1/write"), At("written"));
                Note("written");
            }
        }
    }
}
