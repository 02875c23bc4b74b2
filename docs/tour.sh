#!/bin/sh
# The tour that `make demo` takes: what a newcomer would type, and what comes of it. Usage: tour.sh DATABASE
set -eu
here=$(dirname "$0")/../seeds/demo
export TRACKER_DATABASE_URL="$1" TTY_COMPATIBLE=1 COLUMNS="${COLUMNS:-80}"

say() { printf '\n$ %s\n' "$*"; }

say tracker ingest seeds/demo
tracker ingest "$here"

say tracker list --unverified --sort mentions --limit 8
tracker list --unverified --sort mentions --limit 8

most=$(tracker list --sort mentions --limit 1 --json 2>/dev/null | sed 's/.*"id": "\(A-[0-9]*\)".*/\1/')
say tracker trajectory "$most"
tracker trajectory "$most"

say tracker report --week 2022-W07
tracker report --week 2022-W07

cat <<END

This was $1, made from the articles in seeds/demo. Next:
  . .venv/bin/activate
  export TRACKER_DATABASE_URL=$1
  tracker show $most             where it stands, why, and every quote
  tracker list --accused Russia  everything else
  tracker ingest YOUR-ARTICLES   .txt, .md, .html or .jsonl
END
