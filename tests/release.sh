#!/usr/bin/env bash
# Unpacks the release's zip in an empty folder and uses it from there.
# Build it first: mvn -Prelease -Dquickly package
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=$(mktemp -d)
trap 'chmod -R u+w "$folder"; rm -rf "$folder"' EXIT

fail() {
  echo "release: $1" >&2
  exit 1
}

zips=("$root"/tools/dist/target/rondo-*.zip)
[ -f "${zips[0]}" ] && [ "${#zips[@]}" = 1 ] || fail "there must be one zip: ${zips[*]}"
cd "$folder"
"${JAVA_HOME:+$JAVA_HOME/bin/}jar" xf "${zips[0]}"
cd rondo-*
chmod +x bin/rondo # jar, unlike unzip, leaves that out

for name in bin/rondo.bat LICENSE README.md docs/language.md examples/charlm/input.txt; do
  [ -f "$name" ] || fail "there is no $name"
done
for module in rondo rondo-cli rondo-compiler rondo-grammar rondo-runtime rondo-training; do
  for file in lib/$module-[0-9]*.jar sources/$module-[0-9]*-sources.jar \
    javadoc/$module-[0-9]*-javadoc.jar; do
    [ -f "$file" ] || fail "there is no $file"
  done
done
for jar in lib/*.jar; do
  name=$(basename "$jar" | sed 's/-[0-9].*//')
  case $name in
    rondo | rondo-*) ;;
    *) grep -qE "^\|.*\b$name\b.*\|" THIRD-PARTY.md || fail "THIRD-PARTY.md says nothing of $name" ;;
  esac
done

# the completion knows the commands and their options
complete_words() {
  bash -c '
    source ./completion.sh
    complete -p rondo >/dev/null
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
    COMP_LINE="$*" COMP_POINT=${#COMP_LINE}
    # complains that no shell is completing
    $(complete -p rondo | sed "s/.* -F \([^ ]*\) .*/\1/") 2>/dev/null
    echo "${COMPREPLY[@]}"' _ "$@"
}
[ "$(complete_words rondo grad)" = gradcheck ] || fail "'rondo grad' is not completed"
[[ "$(complete_words rondo train --res)" = *--resume* ]] || fail "'train --res' is not completed"

# from another folder, through a link, the first time and from the archive of the first time
mkdir "$folder/work"
cd "$folder/work"
release=$(echo "$folder"/rondo-*)
ln -s "$release/bin/rondo" rondo
version=$("$root/rondo" --version)
[ "$(./rondo --version)" = "$version" ] && [[ "$(basename "$release")" = "${version/ /-}" ]] ||
  fail "the version is not $version everywhere"
./rondo check "$release/examples/charlm/charlm.rondo" >/dev/null
[ -n "$(find "$release/cache" -name 'short-*.jsa')" ] || fail "there is no archive of classes"
./rondo check "$release/examples/charlm/charlm.rondo" >/dev/null
./rondo train "$release/examples/sunspots/sunspots.rondo" --epochs 2 --out S.safetensors >/dev/null
# the compiled classes are kept, found again, and the same
kept=$(ls "$release/cache/classes")
[ -n "$kept" ] || fail "no compiled classes are kept"
./rondo train "$release/examples/sunspots/sunspots.rondo" --epochs 2 --out S2.safetensors >/dev/null
[ "$(ls "$release/cache/classes")" = "$kept" ] || fail "the compiled classes are not found again"
cmp S.safetensors S2.safetensors || fail "other weights by kept classes"
./rondo eval "$release/examples/sunspots/sunspots.rondo" --weights S.safetensors \
  --data "$release/examples/sunspots/sunspots.csv" >/dev/null

# where nothing can be written; root can write everywhere, and only runs it
rm -rf "$release/cache"
chmod -R a-w "$release"
HOME=/nowhere XDG_CACHE_HOME=/nowhere/cache ./rondo show LSTM >/dev/null

# what --memory says is the heap, for a Java that only says how it was started
mkdir -p "$folder/echo/bin"
echo 'JAVA_VERSION="17.0.1"' >"$folder/echo/release"
printf '#!/bin/sh\necho "$@"\n' >"$folder/echo/bin/java"
chmod +x "$folder/echo/bin/java"
for words in "--memory 1g|-Xmx1g" "--memory=500m|-Xmx500m" "--memory 12|-Xmx12" \
  "--memory much|-XX:MaxRAMPercentage=75" "--epochs 2|-XX:MaxRAMPercentage=75"; do
  # shellcheck disable=SC2086 # an option and its value are two words
  started=$(JAVA_HOME=$folder/echo ./rondo train M.rondo ${words%|*})
  [[ " $started " = *" ${words#*|} "* ]] || fail "${words%|*} starts Java with $started"
done

# an older Java
mkdir -p "$folder/java/bin"
echo 'JAVA_VERSION="11.0.2"' >"$folder/java/release"
printf '#!/bin/sh\n' >"$folder/java/bin/java"
chmod +x "$folder/java/bin/java"
code=0
message=$(JAVA_HOME=$folder/java ./rondo --version 2>&1) || code=$?
[ "$code" = 71 ] && [[ $message = "rondo: needs Java 17 or newer, but "*" is 11.0.2" ]] ||
  fail "with Java 11: $code $message"

echo "the release works: $(basename "${zips[0]}"), $(($(stat -c %s "${zips[0]}") / 1024)) KB"
