#!/usr/bin/env bash
# Kills a training run ten times (kill -9) at random moments, resumes it each time, and compares its
# weights with those of a run that was never killed. Usage: tests/kill-and-resume.sh [seed]
set -euo pipefail
set -m # a run is a process group of its own: what is killed is the launcher and Java both

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=$(mktemp -d)
pid=
trap 'if [ -n "$pid" ]; then kill -9 -- "-$pid" 2>/dev/null; fi; rm -rf "$folder"' EXIT
RANDOM=${1:-$$}
kills=10
epochs=${EPOCHS:-4000}

cat >"$folder/wave.rondo" <<'RONDO'
model Wave[H = 8] {
  input x: real over t
  h = GRU[H](concat(x))
  p = Score(h)
  loss   squared_error(p, x[t+1])
  output forecast = p
}

train Wave {
  data   = csv("wave.csv", x = "value")
  batch  = 4
  window = 10
}
RONDO
awk 'BEGIN { print "value"; for (i = 0; i < 400; i++) print sin(i * 0.7) + 0.1 * (i * 7919 % 13) }' \
  >"$folder/wave.csv"

train() {
  exec "$root/rondo" train "$folder/wave.rondo" --epochs "$epochs" "$@" >"$folder/log" 2>&1
}

fail() {
  echo "kill-and-resume: $1" >&2
  cat "$folder/log" >&2
  exit 1
}

weights=$folder/W.safetensors
checkpoint=$folder/W.checkpoint.safetensors

# how to begin, or to go on if there is something to go on from
how() {
  if [ -f "$checkpoint" ]; then echo "--resume $weights"; else echo "--out $weights"; fi
}

# each checkpoint is a new file under the old name
inode() {
  stat -c %i "$checkpoint" 2>/dev/null || echo none
}

# the epoch that a checkpoint is in
epoch() {
  if [ -f "$checkpoint" ]; then
    tr -d '\\\0' <"$checkpoint" | grep -oa '"progress":"{"epoch":[0-9]*' | grep -o '[0-9]*$'
  else
    echo 0
  fi
}

(train --out "$folder/whole.safetensors") || fail "the run that nobody kills failed"

for kill in $(seq "$kills"); do
  before=$(inode)
  from=$(epoch)
  # shellcheck disable=SC2046 # two words
  (train $(how)) &
  pid=$!
  # every third is killed at any time, also while it starts; the others when they have come further
  if [ $((kill % 3)) != 0 ]; then
    while [ "$(inode)" = "$before" ] && kill -0 "$pid" 2>/dev/null; do sleep 0.02; done
  fi
  sleep "0.$(printf '%03d' $((RANDOM % 400)))"
  kill -9 -- "-$pid" 2>/dev/null || fail "the run ended after $kill kills: give it more EPOCHS"
  wait "$pid" 2>/dev/null || true
  pid=
  to=$(epoch)
  echo "kill $kill: from epoch $from to epoch $to"
  [ "$to" -ge "$from" ] || fail "the checkpoint went back"
done

from=$(epoch)
[ "$from" -gt 1 ] || fail "no kill left anything to go on from"
# shellcheck disable=SC2046
(train $(how)) || fail "the last run failed"
shown=$(sed -n 's/^epoch \([0-9]*\).*/\1/p' "$folder/log" | head -n 1)
[ "${shown:-0}" -ge "$from" ] || fail "the last run did not begin at epoch $from"
[ ! -f "$checkpoint" ] || fail "the checkpoint is still there"
cmp "$weights" "$folder/whole.safetensors"
echo "the same bytes after $kills kills"
