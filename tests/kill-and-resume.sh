#!/usr/bin/env bash
# Kills a training run ten times (kill -9) at random moments, resumes it each time, and compares its
# weights with those of a run that was never killed. Usage: tests/kill-and-resume.sh [seed]
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
RANDOM=${1:-$$}
kills=10

# not through the launcher: the process to kill must be the one that trains
"$root/rondo" --version
classes=$(printf '%s:' "$root"/tools/cli/target/rondo-cli-*.jar "$root"/tools/cli/target/lib/*.jar)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
train=("$java" -cp "$classes" dev.rondo.cli.Main train "$folder/wave.rondo"
  --epochs "${EPOCHS:-30000}" --checkpoint-every 0.1)

cat >"$folder/wave.rondo" <<'RONDO'
model Wave[H = 8] {
  input x: real over t
  h = GRU[H](concat(x))
  p = Score(h)
  loss   squared_error(p, x[t+1])
  output forecast = p
}

train Wave {
  data   = csv("wave.csv", x = "value", scale = standard)
  batch  = 4
  window = 10
}
RONDO
awk 'BEGIN { print "value"; for (i = 0; i < 400; i++) print sin(i * 0.7) + 0.1 * (i * 7919 % 13) }' \
  >"$folder/wave.csv"

"${train[@]}" --out "$folder/whole.safetensors" >"$folder/log"
weights=$folder/W.safetensors
checkpoint=$folder/W.checkpoint.safetensors
done_kills=0
while [ "$done_kills" -lt "$kills" ]; do
  if [ -f "$checkpoint" ]; then how=(--resume "$weights"); else how=(--out "$weights"); fi
  "${train[@]}" "${how[@]}" >"$folder/log" 2>&1 &
  pid=$!
  sleep "$(printf '%d.%03d' $((RANDOM % 2)) $((RANDOM % 1000)))"
  if ! kill -9 "$pid" 2>/dev/null; then
    cat "$folder/log"
    echo "the run ended after $done_kills kills: give it more EPOCHS" >&2
    exit 1
  fi
  wait "$pid" 2>/dev/null || true
  done_kills=$((done_kills + 1))
  echo "kill $done_kills: $(tail -n 1 "$folder/log" | cut -c 1-70)"
done
if [ -f "$checkpoint" ]; then how=(--resume "$weights"); else how=(--out "$weights"); fi
"${train[@]}" "${how[@]}" >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
[ ! -f "$checkpoint" ] || { echo "the checkpoint is still there" >&2; exit 1; }
cmp "$weights" "$folder/whole.safetensors"
echo "the same bytes after $kills kills"
