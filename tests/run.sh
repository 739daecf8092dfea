#!/usr/bin/env bash
# Installs what the tests need and runs all of them; closes with "N passed, N failed, N skipped".
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 GEOCOHESION_TEST_COMMAND="bash tests/run.sh"

# The tests open the GeoPackage and the shapefile with GDAL, the library under QGIS, and the map with chromium; npm brings what the map is drawn with.
packages=""
command -v ogrinfo >/dev/null || packages="$packages gdal-bin"
command -v chromium >/dev/null || packages="$packages chromium"
command -v npm >/dev/null || packages="$packages npm"
if [ -n "$packages" ]; then
  as_root=""
  [ "$(id -u)" = 0 ] || as_root=sudo
  $as_root apt-get update -qq
  # shellcheck disable=SC2086 # several packages
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $packages >/dev/null
fi

# The tests of the PostGIS store start a server of their own: a cluster made by the package would only be in the way.
if ! ls /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1 || ! ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; then
  as_root=""
  [ "$(id -u)" = 0 ] || as_root=sudo
  $as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends postgresql-common >/dev/null
  $as_root sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends postgresql-15 postgresql-15-postgis-3 >/dev/null
fi

results=artifacts/test-results
rm -rf "$results"
mkdir -p "$results"
dotnet build GeoCohesion.sln -c Release -v quiet

status=0
for suite in Core Data EndToEnd; do
  name="GeoCohesion.$suite.Tests"
  echo "== $name"
  "artifacts/bin/$name/release/$name" -noLogo -xml "$results/$suite.xml" || status=1
done

count() { grep -hoE '<assembly [^>]*' "$results"/*.xml | grep -oE " $1=\"[0-9]+\"" | grep -oE '[0-9]+' | paste -sd+ - | bc_or_zero; }
bc_or_zero() { read -r sum || sum=0; echo $((sum)); }
passed=$(count passed) failed=$(( $(count failed) + $(count errors) )) skipped=$(count skipped)
[ "$(ls "$results"/*.xml | wc -l)" = 3 ] || { echo "a test suite ended without a result"; failed=$((failed + 1)); }

# Every benchmark once on small data: whether it still runs and its methods still agree, not how fast.
echo "== benchmarks"
if artifacts/bin/GeoCohesion.Benchmarks/release/GeoCohesion.Benchmarks smoke > "$results/benchmarks.txt" 2>&1; then
  grep -E ': skipped|^benchmarks: ' "$results/benchmarks.txt"
else
  cat "$results/benchmarks.txt"
  failed=$((failed + 1))
fi
[ "$failed" = 0 ] || status=1
[ "$passed" -gt 0 ] || status=1
echo "$passed passed, $failed failed, $skipped skipped" | tee "$results/summary.txt"
exit "$status"
