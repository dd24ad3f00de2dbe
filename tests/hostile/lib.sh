# Shared by the scripts: `. "$HOSTILE/lib.sh"`. A command that does not do what its function says ends the script.
#
#   stopped CMD...        ends by itself with exit code 1 or 2 and a message, without a signal or a panic
#   fine CMD...           ends by itself with exit code 0 or 1, without a signal or a panic
#   quick SECONDS CMD...  ends within this time; CMD may be one of these functions (60 seconds otherwise)
#   small MEGABYTES CMD...  never has more memory than this, with its child processes
#   fail MESSAGE          ends the script: the attack succeeded
#
# All print what the command prints. They hold for development builds on a busy machine: let limits be generous.
set -euo pipefail
HOSTILE_SECONDS=60
HOSTILE_MEGABYTES=0
trap 'status=$?; set +e; kill $(jobs -p) 2>/dev/null; chmod -R u+rwX dossier 2>/dev/null; exit $status' EXIT

fail() {
  echo "hostile: $*" >&2
  exit 1
}

# The resident memory of a process and its descendants at their peaks, in kB.
peak_of() {
  local process=$1 sum=0 key value rest child
  while read -r key value rest; do
    [ "$key" = VmHWM: ] && sum=$value
  done 2>/dev/null < "/proc/$process/status" || true
  for child in $(cat "/proc/$process/task/$process/children" 2>/dev/null); do
    sum=$((sum + $(peak_of "$child")))
  done
  echo "$sum"
}

# Runs a command within the limits; its exit code is in `code`.
run() {
  local out err process kilobytes
  out=$(mktemp) err=$(mktemp) code=0
  if [ "$HOSTILE_MEGABYTES" = 0 ]; then
    timeout -k 5 "$HOSTILE_SECONDS" "$@" >"$out" 2>"$err" || code=$?
  else
    timeout -k 5 "$HOSTILE_SECONDS" "$@" >"$out" 2>"$err" &
    process=$!
    while kill -0 "$process" 2>/dev/null; do
      kilobytes=$(peak_of "$process")
      if [ "$kilobytes" -gt $((HOSTILE_MEGABYTES * 1024)) ]; then
        kill -TERM "$process" 2>/dev/null || true
        wait "$process" 2>/dev/null || true
        head -c 20000 "$out"; head -c 20000 "$err" >&2
        fail "$* has $((kilobytes / 1024)) MB of memory, more than $HOSTILE_MEGABYTES"
      fi
      sleep 0.02
    done
    wait "$process" || code=$?
  fi
  cat "$out"; cat "$err" >&2
  messages=$(wc -c <"$err")
  if grep -q "panicked at\|has overflowed its stack\|memory allocation of" "$err"; then fail "$* panicked"; fi
  rm -f "$out" "$err"
  if [ "$code" = 124 ] || [ "$code" = 137 ]; then fail "$* still ran after $HOSTILE_SECONDS s"; fi
  if [ "$code" -ge 128 ]; then fail "$* was ended by signal $((code - 128))"; fi
}

is_function() { [ "$(type -t "$1")" = function ]; }

stopped() {
  if is_function "$1"; then "$@"; else run "$@"; fi
  if [ "$code" != 1 ] && [ "$code" != 2 ]; then fail "$* ended with $code, and should have been stopped"; fi
  if [ "$code" = 2 ] && [ "$messages" = 0 ]; then fail "$* says nothing"; fi
}

fine() {
  if is_function "$1"; then "$@"; else run "$@"; fi
  if [ "$code" != 0 ] && [ "$code" != 1 ]; then fail "$* ended with $code"; fi
}

quick() {
  local HOSTILE_SECONDS=$1
  shift
  if is_function "$1"; then "$@"; else run "$@"; fi
}

small() {
  local HOSTILE_MEGABYTES=$1
  shift
  if is_function "$1"; then "$@"; else run "$@"; fi
}
