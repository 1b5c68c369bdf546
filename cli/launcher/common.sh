# Shared by the launcher's verbs: messages, steps with seconds, and the tools that must be there.
# shellcheck shell=bash

ARTIFACTS=$ROOT/artifacts
NODE_MIN=20.19

die() { # one sentence that ends with the remedy
  printf 'paygate: %s\n' "$*" >&2
  exit 1
}

say() { printf '%s\n' "$*"; }

is_root() { [ "$(id -u)" = 0 ]; }

# What this script started and must not leave behind: set by steps and suites, ended on any exit.
TICKER='' PROGRAM_UNDER_TEST='' DATA_UNDER_TEST=''

stop() { # stop PROCESS: asks it to end, and waits until it did
  [ -z "$1" ] || { kill "$1" 2>/dev/null && wait "$1" 2>/dev/null; } || true
}

# A child that is stopped before it has dropped this trap would run it too: what is to be ended is its parent's.
clean_up() {
  [ "$(exec bash -c 'echo $PPID')" = $$ ] || return 0
  stop "$TICKER"
  stop "$PROGRAM_UNDER_TEST"
  [ -z "$DATA_UNDER_TEST" ] || rm -rf "$DATA_UNDER_TEST"
}
trap clean_up EXIT

# tick SECONDS FORMAT NAME: shows a sign of life at that interval, for as long as this script lives.
tick() {
  local interval=$1 format=$2 name=$3 started=$SECONDS nap=''
  trap 'kill "$nap" 2>/dev/null; exit 0' TERM
  while kill -0 $$ 2>/dev/null; do
    sleep "$interval" >/dev/null 2>&1 &
    nap=$!
    wait "$nap" || true
    # shellcheck disable=SC2059
    printf "$format" "$name" $((SECONDS - started))
  done
}

# step NAME LOG COMMAND...: runs the command with its output in LOG, and shows name and seconds. Returns the command's exit code.
step() {
  local name=$1 log=$2 started=$SECONDS code=0 outcome=''
  shift 2
  mkdir -p "$(dirname "$log")"
  if [ -t 1 ]; then
    printf '  %s ...' "$name"
    tick 1 '\r  %s ... %d s' "$name" &
  else
    printf '  %s ...\n' "$name"
    tick 30 '  %s ... %d s\n' "$name" &
  fi
  TICKER=$!
  "$@" >"$log" 2>&1 </dev/null || code=$?
  stop "$TICKER"
  TICKER=''
  [ ! -t 1 ] || printf '\r'
  [ "$code" = 0 ] || outcome='failed after '
  printf '  %s: %s%d s\n' "$name" "$outcome" $((SECONDS - started))
  return "$code"
}

# must NAME LOG COMMAND...: a step without which there is no going on; shows what went wrong.
must() {
  local log=$2
  if ! step "$@"; then
    { grep -E '(error|ERR!)' "$log" | sort -u | head -n 20 || true; } >&2
    die "$1 failed: the whole story is in $log."
  fi
}

# at_least HAVE WANT: compares two dotted versions.
at_least() {
  [ "$(printf '%s\n%s\n' "$2" "$1" | sort -t. -k1,1n -k2,2n -k3,3n | head -n 1)" = "$2" ]
}

find_dotnet() {
  if ! command -v dotnet >/dev/null 2>&1 && [ -x "$HOME/.dotnet/dotnet" ]; then
    export DOTNET_ROOT=$HOME/.dotnet PATH=$HOME/.dotnet:$PATH
  fi
  command -v dotnet >/dev/null 2>&1 && dotnet --list-sdks 2>/dev/null | grep -q '^10\.'
}

need_dotnet() {
  find_dotnet || die 'The .NET SDK 10 is missing: install it from https://dot.net/download (Ubuntu: apt-get install dotnet-sdk-10.0).'
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
}

find_node() {
  command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 && at_least "$(node -p process.versions.node)" "$NODE_MIN"
}

need_node() {
  find_node || die "Node.js $NODE_MIN or newer, with npm, is missing: install it from https://nodejs.org or with your package manager."
}

# installed from Debian where that needs no question: as root, with apt-get.
apt_install() { # apt_install WHAT PACKAGES...
  local what=$1
  shift
  is_root && command -v apt-get >/dev/null 2>&1 || return 1
  if [ -z "${APT_UPDATED:-}" ]; then
    step 'reading the package lists' "$ARTIFACTS/logs/apt-update.log" apt-get update -q || return 1
    APT_UPDATED=yes
  fi
  step "installing $what" "$ARTIFACTS/logs/apt-$what.log" \
    env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
}

find_postgres() {
  local program
  command -v initdb >/dev/null 2>&1 && return 0
  for program in /usr/lib/postgresql/*/bin/initdb; do
    [ ! -x "$program" ] || return 0
  done
  return 1
}

find_chromium() { # prints its path
  local name
  if [ -n "${PAYGATE_CHROMIUM:-}" ]; then
    printf '%s\n' "$PAYGATE_CHROMIUM"
    return 0
  fi
  for name in chromium chromium-browser google-chrome; do
    command -v "$name" 2>/dev/null && return 0
  done
  return 1
}

find_python() { # prints one that has Stripe's client and pytest
  local program
  for program in ${PAYGATE_PYTHON:+"$PAYGATE_PYTHON"} python3 /usr/bin/python3; do
    if "$program" -c 'import pytest, stripe' >/dev/null 2>&1; then
      printf '%s\n' "$program"
      return 0
    fi
  done
  return 1
}

digest() { # of standard input
  if command -v sha256sum >/dev/null 2>&1; then sha256sum; else shasum -a 256; fi | cut -d' ' -f1
}

digest_files() { # of NUL-separated paths on standard input: their names and contents
  LC_ALL=C sort -z | if command -v sha256sum >/dev/null 2>&1; then xargs -0 sha256sum; else xargs -0 shasum -a 256; fi | digest
}
