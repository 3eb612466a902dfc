// SPDX-License-Identifier: Apache-2.0
using Appliance.Flashing.Fus.Images;
using Appliance.Flashing.Fus.Upgrade;

namespace Appliance.Flashing.Fus.Operations;

/// <summary>
/// Plans the way from what is on a chip to what is wanted. A pure function. What could cost the part is refused here, before anything is changed: the
/// addresses by <see cref="InstallAddresses"/>, the moves of FUS by <see cref="FusLadders"/>.
/// </summary>
public static partial class FusPlanner
{
    /// <summary>Makes the plan.</summary>
    /// <param name="wish">What is wanted.</param>
    /// <param name="situation">What the chip told.</param>
    /// <param name="device">The chip.</param>
    public static FusPlan Plan(FusWish wish, FusSituation situation, FusDevice device)
    {
        var way = new Way(wish, situation, device);
        way.RefuseFiles();
        if (way.IsOpen) way.UpgradeFus();
        if (way.IsOpen && wish.Delete) way.Delete("asked for");
        if (way.IsOpen) way.InstallSafeboot();
        if (way.IsOpen) way.InstallStack();
        if (way.IsOpen) way.StoreKeys();
        if (way.IsOpen) way.ActivateAntiRollback();
        return way.End();
    }

    private sealed partial class Way(FusWish wish, FusSituation situation, FusDevice device)
    {
        private readonly List<FusStep> _steps = [];
        private readonly List<string> _refusals = [];
        private readonly List<string> _warnings = [];
        private FusVersion _fus = situation.Fus;
        private FusVersion? _stack = situation.Stack;
        private int _boundary = situation.Boundary;

        public bool IsOpen => _refusals.Count == 0;

        private IEnumerable<FusFile> Stacks => wish.Files.Where(file => file.Image.Kind == FusImageKind.Stack);

        public FusPlan End() => new(IsOpen ? _steps : [], _refusals, _warnings);

        public void RefuseFiles()
        {
            foreach (var file in wish.Files)
            {
                if (file.Image.Known is null && !wish.TakeUnknown)
                    _refusals.Add($"{file.Name} is in no release of ST that is known here. Check where it comes from; take it only with the word for unknown images.");
                if (file.Image is { Kind: FusImageKind.Fus, Version: null })
                    _refusals.Add($"{file.Name} does not tell its version, and its hash is not known: the two images of FUS 1.2.0 cannot be told apart so.");
            }

            if (Stacks.Count() > 1)
                _refusals.Add($"There can be one stack, not {Stacks.Count()}.");
            if (wish.Delete && Stacks.Any())
                _refusals.Add("A stack cannot be deleted and installed in one.");
        }

        public void UpgradeFus()
        {
            var files = wish.Files.Where(file => file.Image.Kind == FusImageKind.Fus).ToList();
            if (files.Count == 0)
                return;
            var target = files.Max(file => file.Image.Version!.Value.Release);
            var ladder = FusLadders.Plan(_fus, target, device.Family);
            if (ladder.Refusal is { } why)
            {
                _refusals.Add(why);
                return;
            }

            foreach (var move in ladder.Moves)
                Move(move, files);
        }

        public void Delete(string why)
        {
            if (_stack is not { } stack)
                return;
            Add(new FusStep(FusStepKind.Delete, $"delete stack {stack}: {why}", "the stack, and pairing data of the legacy format"));
            (_stack, _boundary) = (null, device.UserPages);
        }

        public void InstallStack()
        {
            if (Stacks.FirstOrDefault() is not { } file || IsThere(file.Image))
                return;
            if (wish.KeepPairing && _fus < FusReleases.V2_0_0)
                _refusals.Add($"Only FUS 2.0.0 and later keeps pairing data; FUS {_fus} is on the chip.");
            else if (!wish.KeepPairing || _stack is null)
                Delete("another one is installed");
            if (Address(file, wish.Address) is not { } address)
                return;
            Add(new FusStep(
                FusStepKind.InstallStack, $"install stack {file.Image.Version} ({file.Image.Pages} pages) at 0x{address:X8}", $"user flash from 0x{address:X8} on")
            { File = file, Address = address });
            _stack = file.Image.Version;
        }

        /// <summary>A stack has no name on the chip: version and size are what can be compared.</summary>
        private bool IsThere(FusImage image) => _stack is { } stack && stack == image.Version && situation.StackPages == image.Pages;

        private void Move(FusMove move, List<FusFile> files)
        {
            if (!IsOpen)
                return;
            var file = files.FirstOrDefault(file => file.Image.Version?.Release == move.To && file.Image.Known?.OnlyFus is not null == move.DedicatedImage);
            if (file is null)
            {
                _refusals.Add($"From FUS {move.From} the way leads to {move.To} by {(move.DedicatedImage ? "the image made for FUS 0.5.3" : "its common image")}, and no file given is that.");
                return;
            }

            if (move.Losses.HasFlag(FusLosses.Stack))
                Delete($"FUS {move.From} has no safe way beside it");
            if (Address(file, null) is not { } address)
                return;
            Add(new FusStep(FusStepKind.UpgradeFus, $"upgrade FUS {move.From} to {move.To} by {file.Name} at 0x{address:X8}", "user keys; pages of user flash below the image may be erased")
            {
                File = file, Address = address, Fus = move.To,
            });
            _fus = move.To;
            _boundary = Math.Min(_boundary, device.UserPages);
        }

        /// <summary>Before FUS 1.1.0 Safeboot locks a part whose option bytes are torn, and FUS writes them in every step that resets the chip (ST wiki, STM32WB FUS, FAQ).</summary>
        private void Add(FusStep step) => _steps.Add(_fus >= FusReleases.V1_1_0 || !ResetsTheChip(step)
            ? step
            : step with { NoWayBack = $"power or reset while FUS {_fus} writes option bytes, at the end of the step" });

        private static bool ResetsTheChip(FusStep step) =>
            step.Kind is FusStepKind.Delete or FusStepKind.UpgradeFus or FusStepKind.InstallSafeboot or FusStepKind.InstallStack;

        private uint? Address(FusFile file, uint? given)
        {
            var place = InstallAddresses.Plan(new InstallRequest(file.Image, device) { Sfsa = _boundary, Fus = _fus, Address = given, KeepBelow = wish.KeepBelow });
            _refusals.AddRange(place.Refusals.Select(refusal => $"{file.Name}: {refusal.Message}"));
            _warnings.AddRange(place.Warnings);
            return place.Start;
        }
    }
}
