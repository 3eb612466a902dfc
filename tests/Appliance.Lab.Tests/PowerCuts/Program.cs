// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;

namespace Appliance.Lab.Tests.PowerCuts;

/// <summary>This assembly as a program: what the power cuts and kills are done to. The test runner does not come here.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        using var output = Console.OpenStandardOutput();
        switch (arguments)
        {
            case ["jobs", var folder, var first, var limit, .. var rest]:
                JobWriter.Run(
                    folder, int.Parse(first, CultureInfo.InvariantCulture), long.Parse(limit, CultureInfo.InvariantCulture), rest is ["unsynced"], Say, CancellationToken.None);
                return 0;
            case ["litedb", var folder]:
                LiteDbWriter.Run(folder, Say);
                return 0;
            default:
                return 2;
        }

        void Say(string line)
        {
            output.Write(Encoding.ASCII.GetBytes(line + "\n"));
            output.Flush();
        }
    }
}
