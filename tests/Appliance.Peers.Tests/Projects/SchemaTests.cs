// SPDX-License-Identifier: Apache-2.0
using Appliance.Jobs.Projects;

namespace Appliance.Peers.Tests.Projects;

/// <summary>The published schema, applied by python3-jsonschema to what python3-yaml reads, agrees with our reader.</summary>
public sealed class SchemaTests : IDisposable
{
    private const string Whole = "name: Door\nrevision: '1.4'\ntarget: stm32f103cb\nfiles:\n  - path: a.bin\n    address: 0x08000000\n";

    private const string Judge = """
        import json, sys, yaml, jsonschema
        schema = json.load(open(sys.argv[1]))
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        for path in sys.argv[2:]:
            print("good" if validator.is_valid(yaml.safe_load(open(path))) else "bad")
        """;

    private static readonly string[] Good =
    [
        Whole,
        Whole + "erase: chip\nverify: readback\nreset: halt\nconnect: under-reset\nretries: 0\n",
        Whole + "swclk: 400 kHz\nlimits:\n  job: 2 min\n  connect: 500 ms\n",
        Whole + "swclk: 1000000\n",
        Whole.Replace("0x08000000", "134217728", StringComparison.Ordinal),
        Whole.Replace("'1.4'", "7", StringComparison.Ordinal),
    ];

    private static readonly string[] Bad =
    [
        Whole.Replace("name: Door\n", "", StringComparison.Ordinal),
        Whole.Replace("target: stm32f103cb", "target: STM32 F103", StringComparison.Ordinal),
        Whole.Replace("a.bin", "../a.bin", StringComparison.Ordinal),
        Whole.Replace("a.bin", "/a.bin", StringComparison.Ordinal),
        Whole.Replace("0x08000000", "0x108000000", StringComparison.Ordinal),
        Whole + "erase: everything\n",
        Whole + "verify: maybe\n",
        Whole + "retries: 11\n",
        Whole + "retries: many\n",
        Whole + "swclk: 4 GHz\n",
        Whole + "swclk: 10\n",
        Whole + "speed: 4 MHz\n",
        Whole + "limits:\n  job: long\n",
        "name: Door\nrevision: '1'\ntarget: stm32f103cb\nfiles: []\n",
        "just a text\n",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("schema-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [PeerFact("/usr/bin/python3")]
    public void ProjectSchema_OnGoodAndBadProjects_JudgesAsOurReaderDoes()
    {
        var texts = Good.Concat(Bad).ToList();

        Assert.Equal(texts.Select(OurVerdict), PeerVerdicts(texts));
        Assert.All(Good, text => Assert.Equal("good", OurVerdict(text)));
        Assert.All(Bad, text => Assert.Equal("bad", OurVerdict(text)));
    }

    private string OurVerdict(string text)
    {
        var project = Path.Combine(_folder, "project");
        Directory.CreateDirectory(project);
        File.WriteAllText(Path.Combine(project, "project.yaml"), text);
        File.WriteAllBytes(Path.Combine(project, "a.bin"), [1, 2, 3, 4]);
        return ProjectReader.Read(project).Loaded is null ? "bad" : "good";
    }

    private string[] PeerVerdicts(IReadOnlyList<string> texts)
    {
        var schema = Path.Combine(Root(), "src", "Appliance.Jobs", "Projects", "project.schema.json");
        var files = texts.Select((text, number) =>
        {
            var path = Path.Combine(_folder, $"{number:00}.yaml");
            File.WriteAllText(path, text);
            return path;
        });
        var result = PeerProcess.Run("/usr/bin/python3", ["-c", Judge, schema, .. files], TimeSpan.FromSeconds(60)).MustSucceed();
        return result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at!.FullName, "Appliance.sln"))) at = at.Parent;
        return at.FullName;
    }
}
