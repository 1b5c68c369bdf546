# ./paygate doctor: looks, and changes nothing.
# shellcheck shell=bash

MISSING=0

found() { printf '  ok       %-15s %s\n' "$1" "$2"; }

missing() {
  printf '  missing  %-15s %s\n' "$1" "$2"
  MISSING=1
}

run_doctor() {
  if find_dotnet; then
    found '.NET SDK' "$(dotnet --version 2>/dev/null || dotnet --list-sdks | tail -n 1)"
  else
    missing '.NET SDK' 'install the .NET SDK 10 from https://dot.net/download'
  fi
  if find_node; then
    found 'Node.js' "$(node -p process.versions.node), npm $(npm --version 2>/dev/null)"
  else
    missing 'Node.js' "install Node.js $NODE_MIN or newer with npm, from https://nodejs.org"
  fi
  if find_chromium >/dev/null; then
    found 'Chromium' "$(find_chromium)"
  else
    found 'Chromium' 'none; only ./paygate test wants it (Debian: apt-get install chromium)'
  fi
  if find_python >/dev/null; then
    found 'Python' "$(find_python), with Stripe's client"
  else
    found 'Python' "none with Stripe's client; only ./paygate test wants it (Debian: apt-get install python3-stripe python3-pytest)"
  fi
  doctor_of_program "$@"
  return $MISSING
}

# The program itself knows best how it would start; before the first build there is only a first look.
doctor_of_program() {
  if [ -f "$PROGRAM" ] && find_dotnet; then
    case " $* " in *' --data'*) ;; *) set -- "$@" --data "$ROOT/.paygate" ;; esac
    dotnet "$PROGRAM" doctor "$@" || MISSING=1
    return
  fi
  if [ -n "${PAYGATE_DATABASE:-}" ]; then
    found 'PostgreSQL' 'PAYGATE_DATABASE is set'
  elif find_postgres; then
    found 'PostgreSQL' 'installed; ./paygate up runs a cluster of its own'
  elif docker info >/dev/null 2>&1; then
    found 'PostgreSQL' 'will run in a Docker container'
  elif is_root && command -v apt-get >/dev/null 2>&1; then
    found 'PostgreSQL' 'will be installed at the first start (apt-get)'
  else
    missing 'PostgreSQL' 'install it (Debian: apt-get install postgresql), or set PAYGATE_DATABASE'
  fi
  found 'build' 'none yet; ./paygate up makes it, then doctor also looks at port and data directory'
}
