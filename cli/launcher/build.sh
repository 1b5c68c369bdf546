# Builds what changed: the program in Release, the pages of checkout/.
# shellcheck shell=bash

PROGRAM=$ARTIFACTS/publish/PayGate.Cli/release/paygate.dll

program_sources() {
  find "$ROOT" -maxdepth 1 -type f \( -name '*.props' -o -name '*.targets' -o -name 'global.json' -o -name '.editorconfig' \
    -o -name 'BannedSymbols.txt' -o -iname 'nuget.config' \) -print0
  find "$ROOT/engine" "$ROOT/grain-interfaces" "$ROOT/grains" "$ROOT/silo" "$ROOT/bank" "$ROOT/api" "$ROOT/cli" \
    \( -name bin -o -name obj -o -path "$ROOT/cli/launcher" \) -prune -o -type f -print0
}

program_stamp() { { program_sources | digest_files; dotnet --list-sdks; echo "${CI:-}"; } | digest; }

# Skipped when nothing that goes into it has changed since the last time.
build_program() {
  local stamp_file=$ARTIFACTS/program.stamp stamp
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
