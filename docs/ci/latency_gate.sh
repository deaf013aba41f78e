#!/bin/sh
# The latency gate of a CI job.
#
#   latency_gate.sh record CORE BASELINE REPORTS   on the main branch: measures the program CORE, and
#                                                  keeps the run as the baseline, in that file
#   latency_gate.sh check CORE BASELINE REPORTS    elsewhere: compares with it
#
# Ends with the exit code of the verdict: 0 pass, 1 fail, 2 inconclusive, 3 invalid. REPORTS is a folder,
# in which the report is left whatever the verdict. SCENARIO names a scenario's file, ORBBENCH the command;
# STARTS says on how many starts of the core it is measured (5 unless told), each as long as the scenario.
set -eu

if [ $# -ne 4 ] || { [ "$1" != record ] && [ "$1" != check ]; }; then
  echo "usage: $0 record|check CORE BASELINE REPORTS" >&2
  exit 64
fi
step=$1 core=$2 baseline=$3 reports=$4
orbbench=${ORBBENCH:-orbbench}
mkdir -p "$reports"

# Further arguments are added to it.
measure() {
  status=0
  "$orbbench" latency ${SCENARIO:+"$SCENARIO"} --core-binary "$core" --starts "${STARTS:-5}" --store --json "$reports/latency.json" \
    --junit "$reports/latency.xml" --hlog "$reports/latency.hlog" "$@" > "$reports/latency.txt" || status=$?
  cat "$reports/latency.txt"
  run=$(sed -n 's/^run: //p' "$reports/latency.txt")
  [ -n "$run" ] || exit "$status"
  "$orbbench" report "$run" --output "$reports/latency.html" --markdown "$reports/latency.md"
}

if [ "$step" = check ]; then
  "$orbbench" baseline import "$baseline"
  measure --baseline main --repeats 2
else
  measure
  if [ "$status" -eq 0 ]; then
    "$orbbench" baseline set main "$run"
    "$orbbench" baseline export main "$baseline"
  fi
fi
exit "$status"
