// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing;
using Appliance.Flashing.Layout;
using Appliance.Jobs.Serials;
using Appliance.Jobs.Yaml;

namespace Appliance.Jobs.Projects;

/// <summary>The keys and words of <c>project.yaml</c>; the schema states the same, and a test compares them.</summary>
internal static class ProjectWords
{
    public static readonly IReadOnlyList<string> Keys =
        ["name", "revision", "target", "files", "erase", "verify", "reset", "swclk", "connect", "limits", "retries", "barcode", "power", "serial", "patches", "coprocessor", "limit", "options", "irreversible", "unlock", "loaders", "keep"];

    public static readonly IReadOnlyList<string> FileKeys = ["path", "address", "sha256"];

    public static readonly IReadOnlyList<string> LoaderKeys = ["path", "algorithm"];

    public static readonly IReadOnlyList<string> CoprocessorKeys = ["fus", "stack", "address", "pairing", "start", "images", "safeboot", "master-key", "user-keys", "encrypted-keys", "customer-key", "lock-customer-key", "anti-rollback", "irreversible"];

    public static readonly Words<PairingData> Pairing = new(("discard", PairingData.Discard), ("keep", PairingData.Keep));

    public static readonly Words<CoprocessorStart> CoprocessorStarts = new(
        ("auto", CoprocessorStart.Auto), ("stack", CoprocessorStart.Stack), ("fus", CoprocessorStart.Fus));

    public static readonly Words<CoprocessorImages> Images = new(("known", CoprocessorImages.Known), ("any", CoprocessorImages.Any));

    public static readonly IReadOnlyList<string> LimitKeys = ["job", "connect"];

    public static readonly IReadOnlyList<string> PowerKeys = ["supply", "settle", "minimum", "maximum"];

    public static readonly Words<SupplyMode> Supply = new(("auto", SupplyMode.Auto), ("required", SupplyMode.Required), ("never", SupplyMode.Never));

    public static readonly IReadOnlyList<string> SerialKeys =
        ["format", "ledger", "address", "length", "template", "base", "first", "last", "step", "order", "seen", "file", "counter"];

    public static readonly Words<SerialKind> SerialFormats = new(
        ("text", SerialKind.Text), ("number", SerialKind.Number), ("bcd", SerialKind.Bcd), ("mac", SerialKind.Mac), ("uuid", SerialKind.Uuid),
        ("list", SerialKind.List));

    public static readonly Words<SerialOrder> SerialOrders = new(("little", SerialOrder.LittleEndian), ("big", SerialOrder.BigEndian));

    public static readonly Words<SeenBoard> SeenBoards = new(("own-serial", SeenBoard.OwnSerial), ("refuse", SeenBoard.Refuse));

    public static readonly Words<EraseRequest> Erase = new(
        ("auto", EraseRequest.Auto), ("chip", EraseRequest.Chip), ("sectors", EraseRequest.Sectors), ("none", EraseRequest.None), ("only-changed", EraseRequest.Changed), ("skip-blank", EraseRequest.Used));

    public static readonly Words<YesNo> Unlock = new(("false", YesNo.No), ("true", YesNo.Yes));

    public static readonly Words<VerifyMethod> Verify = new(("readback", VerifyMethod.Readback), ("crc", VerifyMethod.Crc));

    public static readonly Words<FinalState> Reset = new(("run", FinalState.Run), ("halt", FinalState.Halt), ("leave", FinalState.Leave));

    public static readonly Words<ConnectMode> Connect = new(
        ("auto", ConnectMode.Auto), ("normal", ConnectMode.Normal), ("under-reset", ConnectMode.UnderReset));
}
