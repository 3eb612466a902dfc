# shellcheck shell=bash
# Sourced by ./test: runs checks and test assemblies and adds up passed, failed and skipped. Needs PackageSet.

step() { printf '\n== %s\n' "$*"; }
passed=0 failed=0 skipped=0

count_failure() { # count_failure WORDS...: one failure, with a line that says why
    printf 'FAILED: %s\n' "$*"
    failed=$((failed + 1))
}

check() { # check NAME COMMAND...: one check that counts as one test
    local name=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        count_failure "$name"
    fi
}

run_tests() { # run_tests PROJECT...: runs test assemblies, adds up what their reports say; a run that ends badly is never green
    local project results code before
    for project in "$@"; do
        results=$(mktemp -d)
        step "$(basename "$project")"
        code=0
        # A test that does nothing for ten minutes hangs: the host is ended and the run fails. No dump, which would need another program.
        dotnet test "$project" -c Release --no-build --nologo -v q --logger "trx;LogFileName=result.trx" --results-directory "$results" \
            --blame-hang-timeout 10m --blame-hang-dump-type none || code=$?
        before=$failed
        if [ -s "$results/result.trx" ]; then
            count_results "$results/result.trx"
            if [ "$code" -ne 0 ] && [ "$failed" -eq "$before" ]; then
                count_failure "$project ended with exit code $code although no test failed; its host crashed or hung"
            fi
        elif ! only_in_full "$project"; then
            count_failure "$project gave no report (exit code $code)"
        fi
        rm -rf "$results"
    done
}

run_browser_tests() { # the pages in a browser, counted by what node's own report says
    local report code=0 before=$failed
    report=$(mktemp)
    step "Pages in a browser"
    timeout -k 10 900 tests/browser/run >"$report" 2>&1 || code=$?
    grep -E '^ *not ok' "$report" || true
    passed=$((passed + $(node_count pass "$report")))
    failed=$((failed + $(node_count fail "$report") + $(node_count cancelled "$report")))
    skipped=$((skipped + $(node_count skipped "$report")))
    if [ "$code" -ne 0 ]; then
        tail -n 40 "$report"
        [ "$failed" -gt "$before" ] || count_failure "tests/browser ended with exit code $code although no test failed"
    fi
    rm -f "$report"
}

node_count() { # node_count WORD REPORT: the number in the line "# WORD N"
    local number
    number=$(sed -nE "s/^# $1 ([0-9]+)\$/\1/p" "$2" | tail -n 1)
    printf '%s' "${number:-0}"
}

only_in_full() { [ "${PackageSet:?}" = core ] && grep -q NeedsFullPackages "$1"/*.csproj; }

count_results() {
    local counters total executed good
    counters=$(grep -o '<Counters [^>]*>' "$1" || true)
    if [ -z "$counters" ]; then
        count_failure "a report without counters"
        return 0
    fi
    total=$(sed -E 's/.* total="([0-9]+)".*/\1/' <<<"$counters")
    executed=$(sed -E 's/.* executed="([0-9]+)".*/\1/' <<<"$counters")
    good=$(sed -E 's/.* passed="([0-9]+)".*/\1/' <<<"$counters")
    passed=$((passed + good))
    failed=$((failed + executed - good))
    skipped=$((skipped + total - executed))
}
