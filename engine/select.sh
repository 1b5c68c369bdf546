#!/usr/bin/env bash
# Chooses the engine as a build of the solution would, and prints it with the reason on one line.
# Usage: engine/select.sh [--engine orleans|local]
set -euo pipefail

force=()
case "${1:-}" in
  '') ;;
  --engine)
    case "${2:-}" in
      orleans) force=(-p:Engine=Orleans) ;;
      local) force=(-p:Engine=Local) ;;
      *) echo "engine/select.sh: --engine takes orleans or local" >&2; exit 2 ;;
    esac
    ;;
  *) echo "Usage: engine/select.sh [--engine orleans|local]" >&2; exit 2 ;;
esac

project="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/Select.proj"
if ! output="$(dotnet msbuild "$project" -nologo -v:q -t:Select "${force[@]}" -getProperty:Selection 2>&1)"; then
  echo "${output##*error : }" | sed 's/ \[[^]]*\]$//' >&2
  exit 1
fi

tail -n 1 <<<"$output"
