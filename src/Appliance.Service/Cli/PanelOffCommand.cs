// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using Appliance.Jobs.Settings;
using Appliance.Ports.Gpio;
using Appliance.Service.Composition;

namespace Appliance.Service.Cli;

/// <summary>
/// <c>panel-off</c>: switches every output of the panel off. systemd runs it after the service has ended, however that was: the kernel of
/// Raspberry Pi OS leaves a line as it was when its process is killed (raspberrypi/linux #6117), and green must not stay lit.
/// </summary>
internal static class PanelOffCommand
{
    public static Command Create()
    {
        var home = Options.Home();
        var command = new Command("panel-off", "Switch every output of the panel off. Refused while a service has them.") { home };
        command.SetAction(parsed => SwitchOff(ApplianceHome.Locate(parsed.GetValue(home)).Settings.Settings.Panel, GpioEngine.Create, Console.Error));
        return command;
    }

    /// <summary>Taking a panel switches it off.</summary>
    internal static int SwitchOff(PanelSettings settings, Func<IGpio> gpio, TextWriter troubles)
    {
        using var parts = PanelParts.Open(settings, gpio);
        foreach (var trouble in parts.Troubles) troubles.WriteLine(trouble);
        return parts.Troubles.Count == 0 ? ExitCodes.Pass : ExitCodes.CannotWork;
    }
}
