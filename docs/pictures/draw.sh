#!/usr/bin/env bash
# Draws the pictures of the documents anew, by the commands that stand under them.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
dotnet build src/GeoCohesion.Cli -c Release -v quiet
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
ln -s "$root/data-samples" "$root/docs" .
geocohesion() { dotnet "$root/artifacts/bin/GeoCohesion.Cli/release/geocohesion.dll" "$@" </dev/null; }
geocohesion run data-samples/aurelmont/territory.json --out results >/dev/null
# Those that compute in the sample city, and those that write here.
cat docs/*.md | sed -n 's/^    //p' | grep -E '^geocohesion (isochrone .*data-samples/|render .*--out docs/pictures/)' >commands
while read -r command; do
  eval "$command"
done <commands
