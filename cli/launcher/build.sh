# Chooses the engine and builds what changed: the program in Release, the pages of checkout/.
# shellcheck shell=bash

# Sets ENGINE, ENGINE_REASON and PROGRAM.
select_engine() { # select_engine [WANTED]
  local wanted=$1 selection
  if [ -n "$wanted" ]; then
    selection=$(bash "$ROOT/engine/select.sh" --engine "$wanted") || exit 1
    # A forced engine is nobody's default: only the builds of this run learn of it.
    export PAYGATE_ENGINE=$wanted
  else
    selection=$(default_engine) || exit 1
  fi
  # One line: the name, and the reason in brackets.
  ENGINE_REASON=${selection#* (}
  ENGINE_REASON=${ENGINE_REASON%)}
  case $selection in
    [Oo]rleans' '*) ENGINE=Orleans ;;
    [Ll]ocal' '*) ENGINE=Local ;;
    *) die "engine/select.sh answered \"$selection\": run it by hand to see why." ;;
  esac
  PROGRAM=$ARTIFACTS/$ENGINE/bin/PayGate.Cli/release/paygate.dll
}

# The answer holds for a day, as it does for a build; asking costs seconds.
default_engine() {
  local answer=$ARTIFACTS/engine.selection state=Orleans
  [ ! -f "$ROOT/engine/engine.local.props" ] || state=Local
  if [ -z "${PAYGATE_ENGINE:-}" ] && [ -n "$(find "$answer" -mmin -1440 2>/dev/null)" ] && grep -q "^$state " "$answer"; then
    cat "$answer"
    return
  fi
  mkdir -p "$ARTIFACTS"
  bash "$ROOT/engine/select.sh" >"$answer" || return 1
  cat "$answer"
}

program_sources() {
  find "$ROOT" -maxdepth 1 -type f \( -name '*.props' -o -name '*.targets' -o -name 'global.json' -o -name '.editorconfig' \
    -o -name 'BannedSymbols.txt' -o -iname 'nuget.config' \) -print0
  find "$ROOT/engine" "$ROOT/grain-interfaces" "$ROOT/grains" "$ROOT/silo" "$ROOT/bank" "$ROOT/api" "$ROOT/cli" \
    \( -name bin -o -name obj -o -path "$ROOT/cli/launcher" -o -name engine.local.props \) -prune -o -type f -print0
}

program_stamp() { { program_sources | digest_files; dotnet --list-sdks; echo "${CI:-}"; } | digest; }

# Skipped when nothing that goes into it has changed since the last time.
build_program() {
  local stamp_file=$ARTIFACTS/$ENGINE/program.stamp stamp
  stamp=$(program_stamp)
  if [ -f "$PROGRAM" ] && [ "$(cat "$stamp_file" 2>/dev/null)" = "$stamp" ]; then
    return
  fi
  must 'building PayGate' "$ARTIFACTS/logs/build.log" build_quietly "$ROOT/cli"
  printf '%s\n' "$stamp" >"$stamp_file"
}

# The servers of MSBuild and of the compiler would outlive the build, and PayGate leaves nothing running.
build_quietly() {
  one_at_a_time dotnet build "$1" -c Release -v minimal --nologo -nodeReuse:false -p:UseSharedCompilation=false
}

# Two builds of one tree would overwrite each other's files.
one_at_a_time() {
  if command -v flock >/dev/null 2>&1; then
    mkdir -p "$ARTIFACTS"
    flock "$ARTIFACTS/build.lock" "$@"
  else
    "$@"
  fi
}

page_sources() {
  find "$ROOT/checkout" \( -name node_modules -o -name dist -o -name test -o -name e2e \) -prune -o -type f -print0
}

install_page_packages() {
  local stamp_file=$ARTIFACTS/checkout-packages.stamp stamp
  stamp=$(printf '%s\0%s\0' "$ROOT/checkout/package.json" "$ROOT/checkout/package-lock.json" | digest_files)
  if [ -d "$ROOT/checkout/node_modules" ] && [ "$(cat "$stamp_file" 2>/dev/null)" = "$stamp" ]; then
    return
  fi
  need_node
  must 'fetching the packages of the pages' "$ARTIFACTS/logs/npm-ci.log" npm --prefix "$ROOT/checkout" ci --no-audit --no-fund
  printf '%s\n' "$stamp" >"$stamp_file"
}

build_pages() {
  local stamp_file=$ARTIFACTS/checkout-pages.stamp stamp
  [ -f "$ROOT/checkout/package.json" ] || return 0
  stamp=$(page_sources | digest_files)
  if [ -d "$ROOT/checkout/dist" ] && [ "$(cat "$stamp_file" 2>/dev/null)" = "$stamp" ]; then
    return
  fi
  need_node
  install_page_packages
  must 'building the pages' "$ARTIFACTS/logs/npm-build.log" npm --prefix "$ROOT/checkout" run build
  mkdir -p "$ARTIFACTS"
  printf '%s\n' "$stamp" >"$stamp_file"
}
