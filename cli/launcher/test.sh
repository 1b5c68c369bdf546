# ./paygate test and ./paygate check.
# shellcheck shell=bash

RESULTS=$ARTIFACTS/test-results
HANG_LIMIT=10m

run_tests() {
  [ $# -eq 0 ] || die "test takes no arguments, not $1: run single projects with dotnet test."
  local started=$SECONDS project
  need_tools_for_tests
  rm -rf "$RESULTS"
  mkdir -p "$RESULTS"
  build_pages
  build_everything
  for project in "$ROOT"/tests/*/*.csproj; do
    ! is_test_project "$project" || dotnet_suite "$project"
  done
  outside_suites
  page_suites
  say ''
  say "All suites: $((SECONDS - started)) s"
  node "$LIB/results.mjs" total "$RESULTS"
}

page_suites() {
  if [ -f "$ROOT/checkout/package.json" ]; then
    install_page_packages
    ! has_script test || vitest_suite
  fi
  must 'fetching the linter of the API document' "$ARTIFACTS/logs/npm-ci-openapi-lint.log" npm --prefix "$ROOT/tests/openapi-lint" ci --no-audit --no-fund
  node_suite openapi-lint npm --prefix "$ROOT/tests/openapi-lint" test
}

run_check() {
  need_dotnet
  need_node
  rm -rf "$RESULTS"
  mkdir -p "$RESULTS"
  build_everything
  must 'checking the format' "$ARTIFACTS/logs/format.log" dotnet format "$ROOT/PayGate.sln" --verify-no-changes --no-restore
  local project
  for project in "$ROOT"/tests/PayGate.{Domain,Architecture}.Tests/*.csproj; do
    [ ! -f "$project" ] || dotnet_suite "$project"
  done
  node "$LIB/results.mjs" total "$RESULTS"
}

need_tools_for_tests() {
  find_dotnet || apt_install dotnet dotnet-sdk-10.0 || true
  need_dotnet
  find_node || apt_install node nodejs npm || true
  need_node
  find_postgres || apt_install postgresql postgresql || true
  find_postgres || die 'PostgreSQL is missing: install it (Debian: apt-get install postgresql).'
  find_python >/dev/null || apt_install python-stripe python3-stripe python3-pytest || true
  find_python >/dev/null || die "No Python with Stripe's client was found: install it (Debian: apt-get install python3-stripe python3-pytest), or name one in PAYGATE_PYTHON."
  if has_e2e; then
    find_chromium >/dev/null || apt_install chromium chromium || true
    find_chromium >/dev/null || die 'Chromium is missing: install it (Debian: apt-get install chromium), or name one in PAYGATE_CHROMIUM.'
  fi
}

is_test_project() {
  case $(basename "$1" .csproj) in
    *.Tests) return 0 ;;
    PayGate.Testing) return 1 ;;
    *) die "$1 is named neither …Tests nor PayGate.Testing: rename it, or its tests would never run." ;;
  esac
}

# Ends everything, with a last line like any other, when a project does not compile.
build_everything() {
  local project log=$ARTIFACTS/logs/build-all.log
  for project in "$ROOT"/tests/*/*.csproj; do
    grep -q "$(basename "$project")" "$ROOT/PayGate.sln" || die "$project is not in PayGate.sln: add it with dotnet sln add."
  done
  if ! step 'building all projects' "$log" build_quietly "$ROOT/PayGate.sln"; then
    grep -E '(error|warning) ' "$log" | sed 's/ \[[^]]*\]$//' | sort -u >"$RESULTS/build.log" || cp "$log" "$RESULTS/build.log"
    node "$LIB/results.mjs" broken "$RESULTS" build
    node "$LIB/results.mjs" total "$RESULTS"
    exit 1
  fi
  program_stamp >"$ARTIFACTS/program.stamp"
}

# suite NAME FORMAT COMMAND...: runs it and shows its counts. The results file tells what happened; the exit code only whether it ended well.
suite() {
  local name=$1 format=$2 started=$SECONDS code=0
  shift 2
  step "$name" "$RESULTS/$name.log" "$@" || code=$?
  node "$LIB/results.mjs" suite "$RESULTS" "$name" "$format" "$code" $((SECONDS - started))
}

dotnet_suite() {
  local name
  name=$(basename "$1" .csproj)
  suite "$name" trx dotnet test "$ARTIFACTS/bin/$name/release/$name.dll" --nologo \
    --logger "trx;LogFileName=$name.trx" --results-directory "$RESULTS" \
    --blame-hang --blame-hang-timeout "$HANG_LIMIT" --blame-hang-dump-type none
}

has_script() { node -e 'process.exit(require(process.argv[1]).scripts?.[process.argv[2]] ? 0 : 1)' "$ROOT/checkout/package.json" "$1"; }

vitest_suite() {
  suite checkout vitest npm --prefix "$ROOT/checkout" test -- --reporter=default --reporter=json --outputFile="$RESULTS/checkout.json"
}

# What looks at a running PayGate from outside: the official Stripe client and a browser. One PayGate of their own: free port, new data.
outside_suites() {
  must 'fetching the Stripe client' "$ARTIFACTS/logs/npm-ci-stripe-sdk.log" npm --prefix "$ROOT/tests/stripe-sdk" ci --no-audit --no-fund
  DATA_UNDER_TEST=$(mktemp -d "${TMPDIR:-/tmp}/paygate-e2e.XXXXXX")
  chmod 711 "$DATA_UNDER_TEST"
  dotnet "$PROGRAM" up --port 0 --data "$DATA_UNDER_TEST/data" >"$RESULTS/up.log" 2>&1 </dev/null &
  PROGRAM_UNDER_TEST=$!
  if step 'starting PayGate for the suites from outside' "$RESULTS/start.log" await_address "$PROGRAM_UNDER_TEST" "$DATA_UNDER_TEST/data"; then
    PAYGATE_URL=$(sed 's:/*$::' "$DATA_UNDER_TEST/data/address")
    export PAYGATE_URL PAYGATE_DATA=$DATA_UNDER_TEST/data PAYGATE_DEMO_KEYS=$DATA_UNDER_TEST/data/demo-keys.json
    node_suite stripe-sdk npm --prefix "$ROOT/tests/stripe-sdk" test
    suite stripe-python junit env PYTHONDONTWRITEBYTECODE=1 "$(find_python)" -m pytest -p no:cacheprovider \
      --junitxml="$RESULTS/stripe-python.xml" "$ROOT/tests/stripe-python"
    ! has_e2e || PAYGATE_CHROMIUM=$(find_chromium) node_suite checkout-e2e npm --prefix "$ROOT/checkout" run e2e
  else
    not_started stripe-sdk
    not_started stripe-python
    ! has_e2e || not_started checkout-e2e
  fi
  stop "$PROGRAM_UNDER_TEST"
  PROGRAM_UNDER_TEST=''
  unset PAYGATE_URL PAYGATE_DATA PAYGATE_DEMO_KEYS
  rm -rf "$DATA_UNDER_TEST"
  DATA_UNDER_TEST=''
}

has_e2e() { [ -f "$ROOT/checkout/package.json" ] && has_script e2e; }

node_suite() { # node_suite NAME COMMAND...: a suite that runs on node's own test runner
  local name=$1
  shift
  suite "$name" junit env \
    NODE_OPTIONS="--test-reporter=spec --test-reporter-destination=stdout --test-reporter=junit --test-reporter-destination=$RESULTS/$name.xml" "$@"
}

not_started() { # not_started NAME
  cp "$RESULTS/up.log" "$RESULTS/$1.log"
  node "$LIB/results.mjs" suite "$RESULTS" "$1" junit 1 0
}

await_address() { # await_address PROCESS DATA
  local deadline=$((SECONDS + 300))
  until [ -f "$2/address" ]; do
    kill -0 "$1" 2>/dev/null || return 1
    [ $SECONDS -lt $deadline ] || return 1
    sleep 0.2
  done
}
