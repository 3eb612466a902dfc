// SPDX-License-Identifier: Apache-2.0
namespace Appliance.Service.Bench.Probes;

/// <summary>What a probe's cable carries while an image of 128 KB is programmed and verified by its loader (evidence class <c>crc</c>), from connect to the last reset.</summary>
/// <param name="Probe">The simulated probe.</param>
/// <param name="Packets">Commands and answers.</param>
/// <param name="Bytes">Of both.</param>
/// <param name="RoundTrips">Moments when an answer was needed before more could be sent; our polls count.</param>
/// <param name="OpenOcdRoundTrips">Those of OpenOCD with its own loader for the same image on the same probe, its polls not counted; null without OpenOCD.</param>
/// <param name="RoundTripsVsOpenOcd">The one by the other.</param>
/// <param name="RatioFloor">Target time of the cycle on a full-speed cable, by the erase and program times drawn.</param>
internal sealed record ProbeFigures(
    string Probe, long Packets, long Bytes, long RoundTrips, long? OpenOcdRoundTrips, double? RoundTripsVsOpenOcd, double RatioFloor);
