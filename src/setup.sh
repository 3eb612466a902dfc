# shellcheck shell=bash
# Sourced by ./appliance and ./test: everything a fresh Debian-like machine with git and the .NET SDK needs before it can build.

fail() {
    printf '%s\n' "$*" >&2
    exit 3
}

need_dotnet() {
    command -v dotnet >/dev/null 2>&1 ||
        fail "The .NET SDK 10 is missing: 'dotnet' is not on the PATH. Install it (package dotnet-sdk-10.0), then run this again."
    case "$(cd "$ROOT" && dotnet --version 2>/dev/null)" in
        10.*) ;;
        *) fail "The .NET SDK 10 is missing: 'dotnet --list-sdks' shows no 10.0 SDK. Install it (package dotnet-sdk-10.0), then run this again." ;;
    esac
    export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
}

# need_packages NAME...: installs the Debian packages that are missing, with one line that says so.
need_packages() {
    local missing=() name
    if ! command -v dpkg-query >/dev/null 2>&1; then
        printf 'This is not a Debian-like machine; these packages (or their equals) must be there: %s\n' "$*" >&2
        return 0
    fi
    for name in "$@"; do
        dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || missing+=("$name")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    local sudo=()
    if [ "$(id -u)" -ne 0 ]; then
        if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
            sudo=(sudo -n)
        else
            fail "These Debian packages are missing and cannot be installed without root: ${missing[*]}. Run: sudo apt-get install -y ${missing[*]}"
        fi
    fi
    printf 'Installing Debian packages: %s\n' "${missing[*]}" >&2
    local log
    log=$(mktemp)
    if ! { "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "${missing[@]}" ||
        { "${sudo[@]}" apt-get update &&
            "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "${missing[@]}"; }; } >"$log" 2>&1; then
        tail -n 5 "$log" >&2
        rm -f "$log"
        fail "Installing them failed (see above). Check the network and the package sources, then run: apt-get install -y ${missing[*]}"
    fi
    rm -f "$log"
}

# need_node: Node.js 18 or newer with npm, which bring the libraries of the pages at build.
need_node() {
    if ! command -v npm >/dev/null 2>&1; then
        need_packages nodejs npm
    fi
    case "$(node --version 2>/dev/null)" in
        v1[89].* | v[2-9][0-9].*) ;;
        *) fail "Node.js 18 or newer is missing: 'node --version' says '$(node --version 2>&1)'. Install it (packages nodejs, npm), then run this again." ;;
    esac
}

# choose_package_set: full where the four packages can be had, else core; remembered in .packageset with the day.
choose_package_set() {
    local file="$ROOT/.packageset"
    if [ -n "${PackageSet:-}" ]; then
        known_package_set "Say PackageSet=full or PackageSet=core, or leave it out."
        export PackageSet
        return 0
    fi
    if [ -s "$file" ]; then
        read -r PackageSet _ <"$file" || true
        known_package_set "Delete the file .packageset."
        export PackageSet
        return 0
    fi
    local log
    log=$(mktemp)
    if PackageSet=full dotnet restore "$ROOT/Appliance.sln" >"$log" 2>&1; then
        PackageSet=full
    elif only_optional_packages_missing "$log"; then
        PackageSet=core
        printf '%s\n' "Package set: core. The package source does not have LiteDB and its kin; built-in parts take their place (delete .packageset to look again)." >&2
    else
        grep -E 'error' "$log" | sort -u | head -n 10 >&2
        rm -f "$log"
        fail "Restoring the NuGet packages failed (see above). Check the network and the package source, then run this again."
    fi
    rm -f "$log"
    printf '%s %s\n' "$PackageSet" "$(date -u +%F)" >"$file"
    export PackageSet
}

# known_package_set ADVICE: ends with 2 when the set is neither of the two.
known_package_set() {
    case "$PackageSet" in
        full | core) ;;
        *)
            printf "There is no package set '%s'. %s\n" "$PackageSet" "$1" >&2
            exit 2
            ;;
    esac
}

# True when every error of a restore is "no such package" (NU1101) for one of the four packages of the full set.
only_optional_packages_missing() {
    local errors
    errors=$(grep -oE 'error [A-Z]+[0-9]+: .*' "$1" | sort -u)
    [ -n "$errors" ] || return 1
    ! grep -vqE '^error NU1101: Unable to find package (LiteDB|LibUsbDotNet|System\.Device\.Gpio|Iot\.Device\.Bindings)\.' <<<"$errors"
}

# build_service: builds the one executable unless nothing changed since it was built last.
build_service() {
    local out="$ROOT/artifacts/$PackageSet" log
    SERVICE="$out/bin/Appliance.Service/release/appliance.dll"
    local stamp="$out/service.stamp"
    if [ -e "$SERVICE" ] && [ -e "$stamp" ] &&
        [ -z "$(find "$ROOT/src" "$ROOT/hardware" "$ROOT"/Directory.* "$ROOT/.editorconfig" "$ROOT/global.json" -newer "$stamp" -print -quit)" ]; then
        return 0
    fi
    mkdir -p "$out"
    printf 'Building (package set %s) …\n' "$PackageSet" >&2
    local begun="$out/service.begun"
    : >"$begun"
    log=$(mktemp)
    if ! dotnet build "$ROOT/src/Appliance.Service" -c Release --nologo -v q -clp:NoSummary >"$log" 2>&1; then
        grep -E 'error' "$log" | sort -u | head -n 20 >&2
        rm -f "$log"
        fail "The build failed (see above)."
    fi
    rm -f "$log"
    mv "$begun" "$stamp"
}
