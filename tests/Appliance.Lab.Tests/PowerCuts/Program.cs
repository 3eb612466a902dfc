// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;

namespace Appliance.Lab.Tests.PowerCuts;

/// <summary>This assembly as a program: what the power cuts and kills are done to. The test runner does not come here.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments is not ["jobs", var folder, var first, var limit, .. var rest]) return 2;
        using var output = Console.OpenStandardOutput();
        JobWriter.Run(
            folder, int.Parse(first, CultureInfo.InvariantCulture), long.Parse(limit, CultureInfo.InvariantCulture), rest is ["unsynced"],
            line =>
            {
                output.Write(Encoding.ASCII.GetBytes(line + "\n"));
                output.Flush();
            },
            CancellationToken.None);
        return 0;
    }
}
