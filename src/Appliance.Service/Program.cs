// SPDX-License-Identifier: Apache-2.0
using Appliance.Service.Cli;

return await CommandLine.RunAsync(args);
