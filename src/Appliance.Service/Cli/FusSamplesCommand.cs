// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using Appliance.Simulation.Fus;

namespace Appliance.Service.Cli;

/// <summary><c>fus samples</c>: images for simulated coprocessors, to try a project at a desk.</summary>
internal static class FusSamplesCommand
{
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("FOLDER") { Description = "Where they are written; made when it is missing." };
        var command = new Command("samples", "Write images that simulated coprocessors take, and real ones refuse.") { folder };
        command.SetAction(parsed => Write(parsed.GetRequiredValue(folder)));
        return command;
    }

    private static int Write(DirectoryInfo folder)
    {
        folder.Create();
        foreach (var image in SimulatedFusImages.Wide.Concat(SimulatedFusImages.Narrow))
        {
            var path = Path.Combine(folder.FullName, $"stm32{image.Family}_{image.Name}.bin");
            File.WriteAllBytes(path, image.Build());
            Console.WriteLine(path);
        }

        return ExitCodes.Pass;
    }
}
