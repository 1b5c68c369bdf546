# Chooses the engine and builds what changed: the program in Release, the pages of checkout/.
# shellcheck shell=bash

# Sets ENGINE, ENGINE_REASON and PROGRAM.
select_engine() {
  local wanted=$1 file=$ROOT/engine/engine.local.props
  if [ -f "$ROOT/engine/select.sh" ]; then
    if [ -n "$wanted" ]; then
      bash "$ROOT/engine/select.sh" --engine "$wanted" || exit 1
    else
      bash "$ROOT/engine/select.sh" || exit 1
    fi
  fi
  ENGINE=Orleans ENGINE_REASON='the default'
  if [ -f "$file" ] && grep -q '<Engine>Local</Engine>' "$file"; then
    ENGINE=Local
    ENGINE_REASON=$(sed -n 's:.*<EngineReason>\(.*\)</EngineReason>.*:\1:p' "$file")
    ENGINE_REASON=${ENGINE_REASON:-the packages of Orleans cannot be restored here}
  fi
  PROGRAM=$ARTIFACTS/$ENGINE/bin/PayGate.Cli/release/paygate.dll
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
  # The compiler's servers would outlive the build, and PayGate leaves nothing running.
  must 'building PayGate' "$ARTIFACTS/logs/build.log" \
    one_at_a_time dotnet build "$ROOT/cli" -c Release -v minimal -nodeReuse:false -p:UseSharedCompilation=false
  printf '%s\n' "$stamp" >"$stamp_file"
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
