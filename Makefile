# One verb, one preset call. PRESET is one of dev, release, asan-ubsan, tsan.
PRESET ?= release
BIN := build/$(PRESET)/bin
SOURCES = $(shell git ls-files '*.cpp' '*.hpp')

.DEFAULT_GOAL := validate
.PHONY: side-by-side validate test suites fuzz build configure bench bench-gate interop workflow chaos soak long-soak nightly lint format golden clean concurrency install package

configure:
	@test -f build/$(PRESET)/build.ninja || cmake --preset $(PRESET) > /dev/null

build: configure
	@cmake --build --preset $(PRESET)

validate: configure
	@cmake --build --preset $(PRESET) --target orbbench orbbench-core orbbench-security orbbench-widget-core
	@$(BIN)/orbbench validate --report report

test: suites fuzz

suites: build
	@ctest --preset $(PRESET)

# The libFuzzer targets: each replays its corpus and searches on for that long.
FUZZ_SECONDS ?= 5
fuzz:
	@cmake --preset fuzz -DORBBENCH_FUZZ_SECONDS=$(FUZZ_SECONDS) > /dev/null
	@cmake --build --preset fuzz
	@ctest --preset fuzz

# For so long each load is put on the HTTP services.
HTTP_SECONDS ?= 1
bench: configure
	@cmake --build --preset $(PRESET) --target orbbench-call-cost orbbench-http-cost orbbench-micro
	@$(BIN)/orbbench-call-cost
	@mkdir -p report
	@$(BIN)/orbbench-micro --benchmark_out_format=json --benchmark_out=report/bench.json
	@$(BIN)/orbbench-http-cost --duration $(HTTP_SECONDS) --json report/http.json

# Is any benchmark slower than its margin allows? BASELINE is the report/bench.json of an earlier run.
bench-gate: configure
	@test -f "$(BASELINE)" || { echo "make bench-gate: BASELINE=file names the result to compare with" >&2; exit 64; }
	@cmake --build --preset $(PRESET) --target orbbench-micro orbbench-bench-compare
	@mkdir -p report
	@$(BIN)/orbbench-micro --benchmark_out_format=json --benchmark_out=report/bench-new.json > report/bench-new.txt
	@$(BIN)/orbbench-bench-compare "$(BASELINE)" report/bench-new.json --json report/bench-gate.json --junit report/bench-gate.xml $(GATE_OPTIONS)

# What others measure beside what orbbench does: raw TCP, the bare stub, wrk.
side-by-side: configure
	@cmake --build --preset $(PRESET) --target orbbench-side-by-side
	@$(BIN)/orbbench-side-by-side

interop workflow chaos soak: build
	@ctest --preset $(PRESET) -L $@

# The concurrency suite, so many times in a row on one stack.
CONCURRENCY_RUNS ?= 100
concurrency: build
	@tests/workflow/shared_stack around $(BIN)/orbbench concurrency $(BIN)/orbbench_workflow_tests \
	  --gtest_filter='ConcurrencyTest.*' --gtest_repeat=$(CONCURRENCY_RUNS) --gtest_fail_fast --gtest_brief=1

# So many seconds of load on a core of its own: does it leak, slow down, or lose count?
SOAK_SECONDS ?= 600
long-soak: build
	@mkdir -p report
	@$(BIN)/orbbench soak --duration $(SOAK_SECONDS) --rate 500 --json report/soak.json --junit report/soak.xml

nightly: suites concurrency long-soak
	@$(MAKE) --no-print-directory suites PRESET=asan-ubsan
	@$(MAKE) --no-print-directory console-leaks
	@$(MAKE) --no-print-directory suites PRESET=tsan
	@$(MAKE) --no-print-directory concurrency PRESET=asan-ubsan CONCURRENCY_RUNS=1
	@$(MAKE) --no-print-directory concurrency PRESET=tsan CONCURRENCY_RUNS=1
	@$(MAKE) --no-print-directory fuzz FUZZ_SECONDS=60
	@$(MAKE) --no-print-directory bench

# The console's window under 100,000 samples a second for so long, and a core's latency with the
# console open beside it against that without.
CONSOLE_LOAD_SECONDS ?= 60
CONSOLE_DUET_STRETCHES ?= 300
console-load: configure
	@cmake --build --preset $(PRESET) --target orbbench_console_load_tests orbbench-core
	@ORBBENCH_CONSOLE_LOAD_SECONDS=$(CONSOLE_LOAD_SECONDS) \
	  ORBBENCH_CONSOLE_DUET_STRETCHES=$(CONSOLE_DUET_STRETCHES) \
	  ctest --preset $(PRESET) -V -R '^Console(Load|Duet)Test'
.PHONY: console-load

# The console's window with cores that hang or die, closed in mid-call, under AddressSanitizer and
# LeakSanitizer.
console-leaks:
	@cmake --preset asan-ubsan
	@cmake --build --preset asan-ubsan --target orbbench_console_sick_core_tests orbbench-core
	@ctest --test-dir build/asan-ubsan -R '^SickCoreTest' --output-on-failure
.PHONY: console-leaks

# Programs, manual pages, completions and the console's icon, below $(DESTDIR)$(PREFIX).
PREFIX ?= /usr/local
install: installed
	@DESTDIR="$(DESTDIR)" cmake --install build/$(PRESET) --prefix "$(PREFIX)" > /dev/null

# A Debian package of them, in build/$(PRESET)/package.
package: installed
	@cd build/$(PRESET) && cpack --config CPackConfig.cmake > package.log || { cat package.log >&2; exit 1; }
	@ls build/$(PRESET)/package/*.deb

.PHONY: installed
installed: configure
	@cmake --build --preset $(PRESET) --target orbbench_installed

lint: build
	@cmake --build --preset $(PRESET) --target all_verify_interface_header_sets
	@clang-format-14 --dry-run -Werror $(SOURCES)
	@run-clang-tidy-14 -quiet -p build/$(PRESET) $(CURDIR)/'(orb_client|metrics|bench|stack|tests|widget_bridge)/'

format:
	@clang-format-14 -i $(SOURCES)

golden: build
	@ORBBENCH_RENEW_GOLDEN=1 ctest --preset $(PRESET) -R Golden

clean:
	@rm -rf build report
