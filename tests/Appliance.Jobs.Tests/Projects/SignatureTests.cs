// SPDX-License-Identifier: Apache-2.0
using System.Security.Cryptography;
using System.Text;
using Appliance.Jobs.Projects;
using Appliance.Jobs.Yaml;
using Appliance.Simulation.Surroundings;
using Appliance.Targets.Descriptions;

namespace Appliance.Jobs.Tests.Projects;

public sealed class SignatureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ECDsa _key = SigningKey.Create();
    private readonly SimulatedFolder _keys = new();

    public void Dispose()
    {
        _folder.Dispose();
        _key.Dispose();
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("zip")]
    public void SignedProject_IsTaken_AndCanBeExportedAndTakenAgain(string kind)
    {
        Trust(_key);
        var path = Project(kind);
        Assert.Empty(ProjectSigner.Sign(path, _key).Problems);
        var store = Store();
        var (id, result) = store.Import(path, ChipCatalog.Default);
        Assert.Empty(result.Problems);
        using (var zip = File.Create(_folder.At("out.zip")))
            store.Export(id!, zip);
        Assert.Equal(id, Store().Import(_folder.At("out.zip"), ChipCatalog.Default).Id);
    }

    [Fact]
    public void SignedTwice_TheSecondSignatureCounts()
    {
        using var other = SigningKey.Create();
        Trust(_key);
        var path = Project("zip");
        ProjectSigner.Sign(path, other);
        Assert.Equal(ProblemCode.SignatureUnknown, Refusal(path));
        ProjectSigner.Sign(path, _key);
        Assert.NotNull(Store().Import(path, ChipCatalog.Default).Id);
    }

    [Fact]
    public void UnsignedProject_IsRefused_WhereASignatureIsRequired()
    {
        Trust(_key);
        Assert.Equal(ProblemCode.SignatureMissing, Refusal(Project("folder")));
        Assert.NotNull(new ProjectStore(new SimulatedFolder(), new SignatureRule(() => false, () => _keys)).Import(Project("folder"), ChipCatalog.Default).Id);
    }

    [Fact]
    public void NoKeysAtAll_NothingIsTaken()
    {
        var path = Project("folder");
        ProjectSigner.Sign(path, _key);
        Assert.Equal(ProblemCode.SignatureUnknown, Refusal(path));
        Assert.Equal(ProblemCode.SignatureUnknown, new ProjectStore(new SimulatedFolder(), new SignatureRule(() => true, () => null))
            .Import(path, ChipCatalog.Default).Result.Problems[0].Code);
    }

    [Theory]
    [InlineData("in/project.yaml", "revision: \"1.0\"", "revision: \"1.1\"")]
    [InlineData("in/project.yaml", "target: stm32f103cb", "target: stm32f103cb\nretries: 9")]
    public void ProjectChangedAfterSigning_IsRefused(string file, string was, string now)
    {
        Trust(_key);
        var path = Project("folder");
        ProjectSigner.Sign(path, _key);
        _folder.Write(file, File.ReadAllText(_folder.At(file)).Replace(was, now, StringComparison.Ordinal));
        Assert.Equal(ProblemCode.SignatureWrong, Refusal(path));
    }

    [Fact]
    public void FirmwareChangedAfterSigning_IsRefused()
    {
        Trust(_key);
        var path = Project("folder");
        ProjectSigner.Sign(path, _key);
        var bytes = File.ReadAllBytes(_folder.At("in/firmware.bin"));
        bytes[100] ^= 1;
        _folder.Write("in/firmware.bin", bytes);
        Assert.Equal(ProblemCode.SignatureWrong, Refusal(path));
    }

    [Fact]
    public void AnyChangeOfTheSignatureFile_IsRefused()
    {
        Trust(_key);
        var path = Project("folder");
        ProjectSigner.Sign(path, _key);
        var good = File.ReadAllBytes(_folder.At("in/project.sig"));
        for (var at = 0; at < good.Length - 1; at++)
        {
            var bad = (byte[])good.Clone();
            bad[at] ^= 0x02;
            _folder.Write("in/project.sig", bad);
            Assert.Contains(Refusal(path), new ProblemCode?[] { ProblemCode.SignatureWrong, ProblemCode.SignatureUnknown });
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("appliance project signature 1\n")]
    [InlineData("appliance project signature 1\ncontent x\nkey y\nvalue z\n")]
    public void Parse_WhatIsNoSignature_IsNull(string text) => Assert.Null(ProjectSignature.Parse(new MemoryStream(Encoding.ASCII.GetBytes(text))));

    [Fact]
    public void Parse_EndlessText_IsNull() => Assert.Null(ProjectSignature.Parse(new MemoryStream(new byte[1 << 20])));

    [Fact]
    public void Read_KeyOfAnotherCurveOrKind_IsRefusedInWords()
    {
        using var wide = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        foreach (var text in new[] { wide.ExportPkcs8PrivateKeyPem(), rsa.ExportPkcs8PrivateKeyPem(), "x", "", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----" })
        {
            Assert.Null(SigningKey.Read(text, out var why));
            Assert.Contains("P-256", why, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_OwnTexts_GiveTheSameKey()
    {
        using var secret = SigningKey.Read(SigningKey.PrivateText(_key), out _)!;
        using var open = SigningKey.Read(SigningKey.PublicText(_key), out _)!;
        Assert.Equal((SigningKey.IdOf(_key), SigningKey.IdOf(_key)), (SigningKey.IdOf(secret), SigningKey.IdOf(open)));
        Assert.Equal((true, false), (SigningKey.IsPrivate(secret), SigningKey.IsPrivate(open)));
    }

    private void Trust(ECDsa key) => _keys.Replace("line.pem", Encoding.ASCII.GetBytes(SigningKey.PublicText(key)));

    private ProjectStore Store() => new(new SimulatedFolder(), new SignatureRule(() => true, () => _keys));

    private ProblemCode? Refusal(string path)
    {
        var (id, result) = Store().Import(path, ChipCatalog.Default);
        Assert.Null(id);
        return Assert.Single(result.Problems).Code;
    }

    private string Project(string kind)
    {
        var demo = DemoProject.Create(ChipCatalog.Default.Find("stm32f103cb"));
        demo.WriteFolder(_folder.At("in"));
        return kind == "folder" ? _folder.At("in") : _folder.Write("in.zip", ZipMaker.Make(demo.Files.Select(file => (file.Key, file.Value, 0))));
    }
}
