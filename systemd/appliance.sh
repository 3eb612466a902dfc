#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The installed command. Root and the service's user work on the service's data; root becomes that user first, so that nothing there ends up root's.
set -eu
PROGRAM=/usr/lib/appliance
USER_OF_SERVICE=appliance
me=$(id -un)
if [ "$me" = root ]; then
    exec runuser -u "$USER_OF_SERVICE" -- "$0" "$@"
elif [ "$me" = "$USER_OF_SERVICE" ]; then
    : "${APPLIANCE_HOME:=/var/lib/appliance}"
    export APPLIANCE_HOME
fi
if [ -x "$PROGRAM/runtime/dotnet" ]; then
    exec "$PROGRAM/runtime/dotnet" "$PROGRAM/appliance.dll" "$@"
fi
command -v dotnet >/dev/null 2>&1 || {
    echo "The .NET runtime is missing: install the package aspnetcore-runtime-10.0." >&2
    exit 3
}
exec dotnet "$PROGRAM/appliance.dll" "$@"
