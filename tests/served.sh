#!/usr/bin/env bash
# A served workspace, tried from outside: the API against its contract, and the pages in Chromium.
#   served.sh THROUGHLINE SIMULATE_INSURER pages|no-pages
set -euo pipefail
throughline=$1 simulate=$2 pages=$3
root=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; wait 2>/dev/null; rm -rf "$folder"' EXIT

"$simulate" "$folder/exports" --people 2000 2>/dev/null
"$throughline" init "$folder/workspace" >/dev/null
cp -r "$root"/examples/insurer/{sources,journeys,tasks,metrics,segments,frictions,workspace.yaml} "$folder/workspace/"
"$throughline" --workspace "$folder/workspace" apply >/dev/null
"$root/examples/insurer/import" "$throughline" "$folder/workspace" "$folder/exports"

"$throughline" --workspace "$folder/workspace" serve --port 0 >"$folder/serve.log" 2>&1 &
server=$!
for _ in $(seq 100); do
  BASE_URL=$(sed -n 's/.* at \(http[^ ]*\).*/\1/p' "$folder/serve.log")
  [ -n "$BASE_URL" ] && break
  sleep 0.1
done
[ -n "$BASE_URL" ] || { cat "$folder/serve.log"; exit 1; }
export BASE_URL

node --test "$root/tests/http/contract.test.mjs"
[ "$pages" = no-pages ] || node --test --test-concurrency=1 "$root"/tests/browser/*.test.mjs
